#include <beras/tensor/create.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <beras/base/error.h>
#include <beras/base/hold_traps.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/make_on_host_internal.h>

namespace beras::ops {
namespace {

/// Element i is value(i), cast from double or std::int64_t.
template <typename Value>
Tensor generate(std::int64_t count, DType dtype, Value&& value) {
  return make_on_host({count}, dtype, [&](const Tensor& result) {
    const HoldTraps hold;
    visit_dtype(dtype, [&](auto type) {
      using Element = decltype(type);
      auto* elements = static_cast<Element*>(result.raw());
      for (std::int64_t i = 0; i < count; ++i) elements[i] = cast_value<Element>(value(i));
    });
  });
}

/// Its arithmetic wraps around: results that fit are right whatever the way to them.
std::uint64_t bits(std::int64_t number) { return static_cast<std::uint64_t>(number); }

/// The number of steps from start until stop is reached; float64 would be too coarse for it. The
/// distance may be more than 63 bits hold.
std::int64_t whole_count(std::int64_t start, std::int64_t stop, std::int64_t step) {
  if (step > 0 ? start >= stop : start <= stop) return 0;
  const std::uint64_t distance = step > 0 ? bits(stop) - bits(start) : bits(start) - bits(stop);
  const std::uint64_t stride = step > 0 ? bits(step) : 0 - bits(step);
  return static_cast<std::int64_t>((distance - 1) / stride + 1);
}

std::string range_text(double start, double stop, double step) {
  return "start " + std::to_string(start) + ", stop " + std::to_string(stop) + ", step " +
         std::to_string(step);
}

}  // namespace

Tensor zeros(const Shape& shape, DType dtype) { return Tensor::zeros(shape, dtype); }

Tensor ones(const Shape& shape, DType dtype) { return Tensor::ones(shape, dtype); }

Tensor full(const Shape& shape, Scalar value, DType dtype) {
  return Tensor::full(shape, value, dtype);
}

Tensor zeros_like(const Tensor& x, std::optional<DType> dtype) {
  return Tensor::zeros(x.shape(), dtype.value_or(x.dtype()), device_of(x));
}

Tensor ones_like(const Tensor& x, std::optional<DType> dtype) {
  return Tensor::ones(x.shape(), dtype.value_or(x.dtype()), device_of(x));
}

Tensor full_like(const Tensor& x, Scalar value, std::optional<DType> dtype) {
  return Tensor::full(x.shape(), value, dtype.value_or(x.dtype()), device_of(x));
}

Tensor arange(Scalar start, Scalar stop, Scalar step, std::optional<DType> dtype) {
  const auto first = start.as<double>(), increment = step.as<double>();
  const std::string text = range_text(first, stop.as<double>(), increment);
  const double length = std::ceil((stop.as<double>() - first) / (increment == 0 ? 1 : increment));
  if (increment == 0 || !std::isfinite(length)) {
    throw ValueError("arange", "finite numbers and a step other than 0", text);
  }
  if (length >= 0x1p62) {
    throw BackendError("arange", "a number of elements that fits in 63 bits", text);
  }
  const bool integers = !is_floating(promote(start.dtype(), promote(stop.dtype(), step.dtype())));
  if (!integers) {
    return generate(static_cast<std::int64_t>(std::max(length, 0.0)),
                    dtype.value_or(DType::float32),
                    [&](std::int64_t i) { return first + static_cast<double>(i) * increment; });
  }
  const auto whole_first = start.as<std::int64_t>(), whole_step = step.as<std::int64_t>();
  const std::int64_t count = whole_count(whole_first, stop.as<std::int64_t>(), whole_step);
  const auto element = [first_bits = bits(whole_first), step_bits = bits(whole_step)](auto i) {
    return static_cast<std::int64_t>(first_bits + bits(i) * step_bits);
  };
  const auto fits = [](std::int64_t number) { return number == static_cast<std::int32_t>(number); };
  if (!dtype && count > 0 && !(fits(whole_first) && fits(element(count - 1)))) {
    throw ValueError("arange", "integers that fit in int32", text, "Give a dtype, such as int64");
  }
  return generate(count, dtype.value_or(DType::int32), element);
}

Tensor arange(Scalar stop) { return arange(0, stop); }

Tensor linspace(double start, double stop, std::int64_t num, LinspaceOptions options) {
  if (num < 0) throw ValueError("linspace", "num of at least 0", std::to_string(num));
  const std::int64_t steps = options.endpoint ? num - 1 : num;
  const double step = steps > 0 ? (stop - start) / static_cast<double>(steps) : 0;
  return generate(num, options.dtype, [&](std::int64_t i) {
    const bool is_end = options.endpoint && i > 0 && i == num - 1;
    return is_end ? stop : start + static_cast<double>(i) * step;
  });
}

Tensor eye(std::int64_t n, std::optional<std::int64_t> m, std::int64_t k, DType dtype) {
  Tensor result = Tensor::zeros({n, m.value_or(n)}, dtype);
  const std::int64_t columns = result.dim(1);
  k = std::clamp(k, -n, columns);  // diagonals beyond are as empty as these
  const std::int64_t first_row = std::max<std::int64_t>(0, -k);
  const std::int64_t first_column = std::max<std::int64_t>(0, k);
  const std::int64_t count = std::min(n - first_row, columns - first_column);
  if (count > 0) {
    const std::int64_t offset = first_row * columns + first_column;
    copy_elements(Tensor(1, dtype), result.as_strided({count}, {columns + 1}, offset));
  }
  return result;
}

Tensor identity(std::int64_t n, DType dtype) { return eye(n, n, 0, dtype); }

}  // namespace beras::ops
