#include <beras/ops/operand.h>

#include <limits>
#include <string>

#include <beras/base/error.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

void check_holds(DType dtype, Scalar number, std::string_view who) {
  if (!number.is_integer() || !is_integer(dtype)) return;
  const auto value = number.as<std::int64_t>();
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    if constexpr (std::is_integral_v<T>) {
      if (value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max()) return;
      throw ValueError(who, "a number that " + std::string(dtype_name(dtype)) + " can hold",
                       std::to_string(value));
    }
  });
}

DType weak_dtype(Scalar number, DType beside) {
  if (is_floating(beside) || number.is_boolean()) return beside;
  if (number.is_integer()) return beside == DType::boolean ? DType::int32 : beside;
  return DType::float32;
}

Tensor constant(Scalar number, DType beside, Device device, std::string_view who) {
  const DType dtype = weak_dtype(number, beside);
  check_holds(dtype, number, who);
  Tensor tensor(number, dtype, device);
  tensor.trainable(false);
  return tensor;
}

}  // namespace

std::pair<Tensor, Tensor> as_tensors(const Operand& a, const Operand& b, std::string_view who) {
  const DType beside_a = b.is_number() ? b.number().dtype() : b.tensor().dtype();
  const DType beside_b = a.is_number() ? a.number().dtype() : a.tensor().dtype();
  const Device device = !a.is_number()   ? device_of(a.tensor())
                        : !b.is_number() ? device_of(b.tensor())
                                         : default_device();
  return {a.is_number() ? constant(a.number(), beside_a, device, who) : a.tensor(),
          b.is_number() ? constant(b.number(), beside_b, device, who) : b.tensor()};
}

}  // namespace beras::ops
