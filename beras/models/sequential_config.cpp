#include <beras/models/sequential_config_internal.h>

#include <beras/base/error.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/batch_shape_internal.h>
#include <beras/layers/input_layer.h>
#include <beras/layers/registry.h>
#include <beras/models/sequential.h>

namespace beras {
namespace {

bool begins_with_input(const Sequential& model) {
  return !model.children().empty() && cast_if<layers::InputLayer>(*model.children().front());
}

Config config_of_row(const void* object) {
  const auto& model = *static_cast<const Sequential*>(object);
  Config config = model.common_config();
  Config::List row;
  const bool is_built = model.built();
  // What Keras puts in front of a model that it builds.
  if (is_built && !begins_with_input(model)) {
    const Shape sample(model.input_shape().begin() + 1, model.input_shape().end());
    row.push_back(layers::InputLayer(sample, {.name = "input_layer"}).serialized());
  }
  for (const auto& child : model.children())
    row.push_back(dynamic_cast<const layers::Layer&>(*child).serialized());
  config["layers"] = std::move(row);
  if (is_built) config["build_input_shape"] = layers::BatchShape::write(model.input_shape());
  return config;
}

std::shared_ptr<layers::Layer> row_from(const Config& config) {
  detail::check_keys(config, "Sequential",
                     {"name", "trainable", "dtype", "layers", "build_input_shape"});
  auto model = std::make_shared<Sequential>();
  const Config* row = config.find("layers");
  if (row && !row->get_if<Config::List>())
    ConfigPlace{"Sequential", "layers"}.refuse("a list of layers", *row);
  if (row) {
    for (const Config& layer : *row->get_if<Config::List>())
      model->append(layers::from_config(layer));
  }
  model->set_common_config(config);
  layers::build_as_told(*model, config.find("build_input_shape"), "build_input_shape");
  return model;
}

}  // namespace

void register_sequential() {
  layers::registry().add({.class_name = "Sequential",
                          .module = "keras",
                          .type = type_of<Sequential>(),
                          .get_config = config_of_row},
                         {"Sequential", "sequential"}, row_from,
                         layers::registry().copier_of<Sequential>());
}

}  // namespace beras
