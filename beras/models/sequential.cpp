#include <beras/models/sequential.h>

#include <beras/base/error.h>
#include <beras/layers/input.h>

namespace beras {
namespace {

/// `append` takes nothing else than layers.
layers::Layer& layer_of(Diffable& child) { return dynamic_cast<layers::Layer&>(child); }

}  // namespace

Sequential::Sequential(const std::vector<std::shared_ptr<layers::Layer>>& layers) {
  for (const auto& layer : layers) append(layer);
}

void Sequential::append(std::shared_ptr<layers::Layer> layer) {
  if (!layer) throw ValueError("Sequential", "a layer to append", "a null pointer");
  if (built()) layer->build(output_shape());
  const auto* input =
      children().empty() ? dynamic_cast<const layers::Input*>(layer.get()) : nullptr;
  add_child(std::move(layer));
  if (input) build(input->batch_shape());
}

void Sequential::pop() {
  if (children().empty()) throw ValueError("Sequential", "at least one layer to pop", "none");
  remove_last_child();
}

Tensor Sequential::call(const Tensor& x) const {
  Tensor y = x;
  for (const auto& layer : children()) y = (*layer)(y);
  return y;
}

Shape Sequential::compute_output_shape(const Shape& input_shape) const {
  Shape shape = input_shape;
  for (const auto& child : children()) shape = layer_of(*child).compute_output_shape(shape);
  return shape;
}

void Sequential::create_weights(const Shape& input_shape) {
  Shape shape = input_shape;
  for (const auto& child : children()) {
    layer_of(*child).build(shape);
    shape = layer_of(*child).compute_output_shape(shape);
  }
}

}  // namespace beras
