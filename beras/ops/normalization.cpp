#include <beras/ops/normalization.h>

#include <string>

#include <beras/base/error.h>
#include <beras/base/in_name_of_internal.h>
#include <beras/ops/cast.h>
#include <beras/ops/normalization_internal.h>
#include <beras/ops/reduce.h>
#include <beras/ops/symbolic_internal.h>

namespace beras::ops {

Tensor as_matrix(const Tensor& x, std::size_t count) {
  const std::int64_t columns = element_count({x.shape().end() - count, x.shape().end()});
  return x.as_strided({x.size() / columns, columns}, {columns, 1}, 0);
}

Tensor parameter(const char* who, const char* name, const Tensor& given, double otherwise,
                 const Shape& shape, DType dtype, Device device) {
  if (!given.defined()) return Tensor::full(shape, otherwise, dtype, device).detach();
  if (given.shape() != shape) {
    throw ShapeError(who, std::string(name) + " of shape " + to_string(shape),
                     to_string(given.shape()));
  }
  return cast(given, dtype);
}

Moments moments(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(moments, x, axes, keepdims);
  return in_name_of("moments", [&] {
    return Moments{mean(x, axes, keepdims), var(x, axes, keepdims)};
  });
}

}  // namespace beras::ops
