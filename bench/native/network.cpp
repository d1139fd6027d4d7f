#include "network.h"

#include <memory>
#include <stdexcept>
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

LayerPointer make_layer(const json& layer);

std::vector<LayerPointer> make_layers(const json& network) {
  std::vector<LayerPointer> result;
  for (const json& layer : network) result.push_back(make_layer(layer));
  return result;
}

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

LayerPointer make_layer(const json& layer) {
  const auto kind = layer.at("kind").get<std::string>();
  const auto activation = layer.value("activation", std::string("linear"));
  if (kind == "dense") {
    return std::make_shared<layers::Dense>(layer.at("units").get<std::int64_t>(),
                                           layers::DenseOptions{.activation = activation});
  }
  if (kind == "conv") {
    return std::make_shared<layers::Conv2D>(
        layer.at("filters").get<std::int64_t>(), layer.at("size").get<std::int64_t>(),
        layers::Conv2DOptions{.padding = layer.at("padding").get<std::string>(),
                              .activation = activation});
  }
  if (kind == "max_pool") {
    return std::make_shared<layers::MaxPooling2D>(layer.at("size").get<std::int64_t>());
  }
  if (kind == "dropout") return std::make_shared<layers::Dropout>(layer.at("rate").get<double>());
  if (kind == "residual") return std::make_shared<Residual>(make_layers(layer.at("body")));
  if (kind == "activation") return std::make_shared<layers::Activation>(activation);
  if (kind == "flatten") return std::make_shared<layers::Flatten>();
  if (kind == "batch_norm") return std::make_shared<layers::BatchNormalization>();
  if (kind == "layer_norm") return std::make_shared<layers::LayerNormalization>();
  if (kind == "global_average_pool") return std::make_shared<layers::GlobalAveragePooling2D>();
  throw std::runtime_error("no such layer: " + kind);
}

}  // namespace

Sequential make_model(const json& network, const Shape& shape) {
  std::vector<LayerPointer> all = make_layers(network);
  all.insert(all.begin(), std::make_shared<layers::Input>(shape));
  Sequential model(all);
  model.compile({.optimizer = optimizers::Adam(),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true})});
  return model;
}

}  // namespace bench
