// A model that is a row of layers.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/models/model.h>

namespace beras {

/// Each layer takes what the one before it gives.
///
/// ```cpp
/// Sequential model(layers::Flatten(), layers::Dense(128, {.activation = "relu"}),
///                  layers::Dense(10));
/// ```
///
/// With an Input in front it is built at once, else by its first call. Layers may still be appended
/// after that.
class BERAS_API Sequential : public Model {
 public:
  Sequential() = default;
  explicit Sequential(layers::LayerOptions options) : Model(std::move(options)) {}
  template <typename... Layers>
  requires(sizeof...(Layers) > 0 && (std::derived_from<Layers, layers::Layer> && ...) &&
           !(sizeof...(Layers) == 1 && (std::derived_from<Layers, Sequential> &&
                                        ...))) explicit Sequential(Layers... layers) {
    (add(std::move(layers)), ...);
  }
  explicit Sequential(const std::vector<std::shared_ptr<layers::Layer>>& layers);

  /// Appends a layer and gives it back.
  template <typename Layer>
  requires std::derived_from<Layer, layers::Layer> Layer& add(Layer layer) {
    auto owned = std::make_shared<Layer>(std::move(layer));
    append(owned);
    return *owned;
  }
  /// Appends a layer that may be shared with others. ShapeError if it does not fit to a model that
  /// is built, and then nothing is changed.
  void append(std::shared_ptr<layers::Layer> layer);
  /// Removes the last layer. ValueError if there is none.
  void pop();

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

 protected:
  void create_weights(const Shape& input_shape) override;
};

}  // namespace beras
