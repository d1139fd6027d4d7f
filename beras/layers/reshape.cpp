#include <beras/layers/reshape.h>

#include <algorithm>
#include <utility>

#include <beras/base/error.h>

namespace beras::layers {

Reshape::Reshape(const Shape& target_shape, LayerOptions options)
    : Layer(std::move(options)), target_shape_(target_shape) {
  const auto negative = std::count_if(target_shape.begin(), target_shape.end(),
                                      [](std::int64_t length) { return length < 0; });
  const auto unknown = std::count(target_shape.begin(), target_shape.end(), -1);
  if (negative > 1 || negative != unknown) {
    throw ValueError("Reshape", "a target shape with at most one axis of length -1",
                     to_string(target_shape));
  }
}

Tensor Reshape::call(const Tensor& x) const { return x.reshape(compute_output_shape(x.shape())); }

Shape Reshape::compute_output_shape(const Shape& input_shape) const {
  if (input_shape.empty())
    throw ShapeError(label(), "an input of rank 1 or more", "input of shape ()");
  Shape output = target_shape_;
  output.insert(output.begin(), input_shape[0]);

  const Shape sample(input_shape.begin() + 1, input_shape.end());
  if (std::count(sample.begin(), sample.end(), -1) > 0) return output;
  const std::int64_t elements = element_count(sample);
  const auto unknown = std::find(output.begin() + 1, output.end(), -1);
  if (unknown != output.end()) {
    *unknown = 1;
    const std::int64_t known = element_count(Shape(output.begin() + 1, output.end()));
    *unknown = known == 0 ? 0 : elements / known;
  }
  if (element_count(Shape(output.begin() + 1, output.end())) != elements) {
    throw ShapeError(label(), "samples that fit into " + to_string(target_shape_),
                     "input of shape " + to_string(input_shape));
  }
  return output;
}

}  // namespace beras::layers
