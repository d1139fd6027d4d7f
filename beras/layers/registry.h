// Layers by name, and from configurations.
#pragma once

#include <concepts>
#include <memory>

#include <beras/base/export.h>
#include <beras/core/registry.h>
#include <beras/layers/layer.h>

namespace beras::layers {

/// All layers: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<std::shared_ptr<Layer>>& registry();

/// The layer that a name, or what `serialize` gave, describes: built if that one was. ValueError
/// for an unknown class, and for arguments that it has not.
BERAS_API std::shared_ptr<Layer> from_config(const Config& config);

}  // namespace beras::layers

namespace beras {

template <std::derived_from<layers::Layer> Class>
Registry<std::shared_ptr<layers::Layer>>& registry_of(Type<Class>) {
  return layers::registry();
}

}  // namespace beras
