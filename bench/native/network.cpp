#include "network.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <beras/beras.h>

namespace bench {
namespace {

using namespace beras;
using nlohmann::json;

using LayerPointer = std::shared_ptr<layers::Layer>;

std::vector<LayerPointer> make_layers(const json& network);

/// y = x + body(x).
class Residual : public layers::Layer {
 public:
  explicit Residual(const std::vector<LayerPointer>& body) : body_(add(Sequential(body))) {}
  Tensor call(const Tensor& x) const override { return x + body_(x); }
  Shape compute_output_shape(const Shape& shape) const override { return shape; }

 protected:
  void create_weights(const Shape& shape) override { body_.build(shape); }

 private:
  Sequential& body_;
};

Config argument(const json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  return value.get<std::string>();
}

LayerPointer make_layer(const json& layer) {
  const auto name = layer.at("class_name").get<std::string>();
  if (name == "Residual") return std::make_shared<Residual>(make_layers(layer.at("body")));
  Config::Map arguments;
  for (const auto& [key, value] : layer.items()) {
    if (key != "class_name") arguments.emplace_back(key, argument(value));
  }
  return layers::registry().make(name, arguments);
}

std::vector<LayerPointer> make_layers(const json& network) {
  std::vector<LayerPointer> result;
  for (const json& layer : network) result.push_back(make_layer(layer));
  return result;
}

}  // namespace

Sequential make_model(const json& network, const Shape& shape) {
  std::vector<LayerPointer> all = make_layers(network);
  all.insert(all.begin(), std::make_shared<layers::InputLayer>(shape));
  Sequential model(all);
  model.compile({.optimizer = optimizers::Adam(),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true})});
  return model;
}

}  // namespace bench
