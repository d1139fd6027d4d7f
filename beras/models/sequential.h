// A model that is a row of layers.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/layers/input.h>
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
/// after that. As in Keras, an input that lacks the last axis of those it was built for, or has one
/// more, is reshaped where that axis is 1.
class BERAS_API Sequential : public Model {
 public:
  Sequential() = default;
  explicit Sequential(layers::LayerOptions options) : Model(std::move(options)) {}
  template <typename... Layers>
  requires(sizeof...(Layers) > 0 &&
           ((std::derived_from<Layers, layers::Layer> || std::same_as<Layers, Tensor>)&&...) &&
           !(sizeof...(Layers) == 1 && (std::derived_from<Layers, Sequential> &&
                                        ...))) explicit Sequential(Layers... layers) {
    (add(std::move(layers)), ...);
  }
  explicit Sequential(const std::vector<std::shared_ptr<layers::Layer>>& layers);

  /// Appends a layer and gives it back.
  template <typename Layer>
  requires std::derived_from<Layer, layers::Layer> Layer& add(Layer layer) {
    auto owned = std::make_shared<Layer>(std::move(layer));
    owned->template of_class<Layer>();
    append(owned);
    return *owned;
  }
  /// Says what shape samples have: `add(layers::Input({28, 28}))`. ValueError for a tensor that
  /// Input has not given.
  void add(const Tensor& input);
  /// Appends a layer that may be shared with others, or stand here already: it then has its weights
  /// once. ShapeError if it does not fit to a model that is built, ValueError if another layer here
  /// has its name; then nothing is changed.
  void append(std::shared_ptr<layers::Layer> layer);
  /// Removes the last layer. ValueError if there is none.
  void pop();
  /// An independent Sequential of the same layers, with the values of the weights and what is
  /// frozen, but not compiled: for target networks, moving averages and ensembles. What a subclass
  /// of Sequential adds to it is not copied.
  ///
  /// ValueError for layers that make sub-layers in their constructor, or were appended as pointers,
  /// and whose class is not registered (`register_serializable`): construct those models anew, and
  /// give them the weights by set_weights(get_weights()).
  Sequential clone() const;

  /// Of the calls of its layers in a row, made when first asked for: their `output()` are tensors
  /// of it. Null before it is built.
  const Graph* graph() const override;

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

 protected:
  void create_weights(const Shape& input_shape) override;
  /// That of the last layer, as in Keras.
  std::vector<std::string> output_names() const override;

 private:
  mutable std::shared_ptr<const Graph> graph_;
};

}  // namespace beras
