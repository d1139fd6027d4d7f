#include <beras/initializers/constant.h>

namespace beras::initializers {

Tensor Zeros::operator()(const Shape& shape, DType dtype) const {
  return Tensor::zeros(shape, dtype);
}

Tensor Ones::operator()(const Shape& shape, DType dtype) const {
  return Tensor::ones(shape, dtype);
}

Tensor Constant::operator()(const Shape& shape, DType dtype) const {
  return Tensor::full(shape, value_, dtype);
}

}  // namespace beras::initializers
