// Shapes of batches in configurations.
#pragma once

#include <optional>

#include <beras/core/config_value.h>
#include <beras/layers/layer.h>

namespace beras::layers {

/// With null for an axis that is not known.
using BatchShape = ConfigValue<std::optional<Shape>>;

/// Builds a layer that is not built for the shape that its configuration has under this key, if
/// there is one.
inline void build_as_told(Layer& layer, const Config* shape, const char* key) {
  if (!shape || layer.built()) return;
  if (const auto known = BatchShape::read(*shape, {layer.label(), key})) layer.build(*known);
}

}  // namespace beras::layers
