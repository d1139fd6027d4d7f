// Shapes of batches in configurations.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <beras/core/config_value.h>
#include <beras/layers/layer.h>

namespace beras::layers {

/// With null for an axis that is not known.
using BatchShape = ConfigValue<std::optional<Shape>>;

/// Builds a layer that is not built for the shape that its configuration has under this key, or the
/// list of shapes, if there is one.
inline void build_as_told(Layer& layer, const Config* shape, const char* key) {
  if (!shape || layer.built()) return;
  const auto* list = shape->get_if<Config::List>();
  const bool has_several = list && std::any_of(list->begin(), list->end(), [](const Config& each) {
                             return each.get_if<Config::List>() != nullptr;
                           });
  if (has_several) {
    std::vector<Shape> shapes;
    for (const Config& each : *list)
      shapes.push_back(BatchShape::read(each, {layer.label(), key}).value_or(Shape()));
    layer.build(shapes);
  } else if (const auto known = BatchShape::read(*shape, {layer.label(), key})) {
    layer.build(*known);
  }
}

/// What a built layer is built for: its shape, or the list of them.
inline Config built_for(const Layer& layer) {
  const std::vector<Shape>& shapes = layer.input_shapes();
  if (shapes.size() == 1) return BatchShape::write(shapes.front());
  Config::List all;
  for (const Shape& each : shapes)
    all.push_back(BatchShape::write(each.empty() ? std::nullopt : std::optional(each)));
  return all;
}

}  // namespace beras::layers
