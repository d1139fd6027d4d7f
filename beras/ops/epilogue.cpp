#include <beras/core/scopes.h>
#include <beras/ops/epilogue_internal.h>
#include <beras/ops/flat_internal.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/tensor/create.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

using backend::Epilogue;

EpilogueGradients epilogue_gradients(Epilogue epilogue, const Tensor& y, const Tensor& dy,
                                     bool wants_bias, bool overwrites) {
  const bool is_relu = epilogue == Epilogue::relu;
  if (!is_relu && !wants_bias) return {dy, {}};
  const std::int64_t columns = y.dim(-1);
  const Shape matrix{columns == 0 ? 0 : y.size() / columns, columns};
  const bool has_kernel = dy.dtype() != DType::float16;
  if (is_recording() || !has_kernel || dy.size() == 0) {
    const Tensor passed = is_relu ? where(y > 0, dy, 0) : dy;
    const Tensor dz = is_relu ? flat(passed, y) : passed;
    return {dz, wants_bias ? reshape(dz, matrix).sum(0) : Tensor()};
  }
  const Tensor upstream = dy.contiguous();
  const Device device = device_of(y, dy);
  const Tensor dz =
      is_relu && !overwrites ? Tensor::empty(y.shape(), dy.dtype(), device) : upstream;
  Tensor dbias = wants_bias ? Tensor::empty({columns}, dy.dtype(), device) : Tensor();
  Tensor dz_rows = dz.reshape(matrix);
  backend::epilogue(device)->gradient(epilogue, y.contiguous().reshape(matrix),
                                      upstream.reshape(matrix), dz_rows, dbias);
  return {dz, dbias};
}

}  // namespace beras::ops
