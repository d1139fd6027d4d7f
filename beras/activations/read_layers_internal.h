// Layers as activations, which stand above this room. Private to the library.
#pragma once

#include <optional>

#include <beras/activations/get.h>

namespace beras::activations {

/// From now on activations are read by this where a configuration describes a layer; it gives none
/// for what describes another thing.
void read_layers_by(std::optional<AnyActivation> (*read)(const Config& config));

}  // namespace beras::activations
