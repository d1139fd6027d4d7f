#include <beras/ops/reduce_to_shape.h>

#include <vector>

namespace beras::ops {

Tensor reduce_to_shape(const Tensor& gradient, const Shape& shape) {
  if (gradient.shape() == shape) return gradient;
  const std::size_t added = gradient.rank() - shape.size();
  std::vector<std::int64_t> axes;
  for (std::size_t axis = 0; axis < gradient.rank(); ++axis) {
    if (axis < added || (shape[axis - added] == 1 && gradient.shape()[axis] != 1)) {
      axes.push_back(static_cast<std::int64_t>(axis));
    }
  }
  const Tensor sum = gradient.sum(Axes(axes), true);
  return added == 0 ? sum : sum.reshape(shape);
}

}  // namespace beras::ops
