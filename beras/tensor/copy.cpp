#include <beras/tensor/copy.h>

#include <beras/base/error.h>

namespace beras {

Tensor copied(const Tensor& x, DType dtype, Device device) {
  Tensor copy = Tensor::empty(x.shape(), dtype, device);
  copy_elements(x, copy);
  return copy;
}

Strides broadcast_strides(const Shape& shape, const Strides& strides, const Shape& target,
                          std::string_view who) {
  bool fits = shape.size() <= target.size();
  Strides result(target.size(), 0);
  const std::size_t lead = target.size() - shape.size();
  for (std::size_t axis = 0; fits && axis < shape.size(); ++axis) {
    fits = shape[axis] == 1 || shape[axis] == target[lead + axis];
    if (shape[axis] != 1) result[lead + axis] = strides[axis];
  }
  if (!fits) {
    throw ShapeError(who, "a shape that broadcasts to " + to_string(target), to_string(shape));
  }
  return result;
}

}  // namespace beras
