#include <beras/models/sequential.h>

#include <beras/base/error.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/input.h>

namespace beras {

Sequential::Sequential(const std::vector<std::shared_ptr<layers::Layer>>& layers) {
  for (const auto& layer : layers) append(layer);
}

void Sequential::append(std::shared_ptr<layers::Layer> layer) {
  if (!layer) throw ValueError("Sequential", "a layer to append", "a null pointer");
  check_has_type(*layer, "Sequential");
  if (built()) layer->build(output_shape());
  const auto* input = children().empty() ? cast_if<layers::Input>(*layer) : nullptr;
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
  for (const auto& layer : layers()) shape = layer->compute_output_shape(shape);
  return shape;
}

void Sequential::create_weights(const Shape& input_shape) {
  Shape shape = input_shape;
  for (const auto& layer : layers()) {
    layer->build(shape);
    shape = layer->compute_output_shape(shape);
  }
}

}  // namespace beras
