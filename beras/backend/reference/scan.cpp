#include <beras/backend/reference/scan.h>

#include <vector>

#include <beras/backend/elements_internal.h>
#include <beras/backend/reductions_internal.h>

namespace beras::backend::reference {
namespace {

/// body(row, length) for the position of the first element of each row.
template <typename Body>
void for_each_row(const Tensor& x, const Body& body) {
  const std::int64_t length = x.dim(-1);
  for (std::int64_t row = 0; row < x.size(); row += length) body(row, length);
}

/// What a running sum or product is stored as.
template <typename T>
T stored(Total<T> value) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(value);
  } else {
    return cast_value<T>(value);
  }
}

}  // namespace

void Scan::scan(ScanKind kind, const Tensor& x, Tensor& out) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for_each_row(x, [&](std::int64_t row, std::int64_t length) {
      Total<T> total = kind == ScanKind::cumsum ? 0 : 1;
      for (std::int64_t i = row; i < row + length; ++i) {
        const auto value = static_cast<Total<T>>(elements<T>(x)[i]);
        total = kind == ScanKind::cumsum ? total + value : total * value;
        elements<T>(out)[i] = stored<T>(total);
      }
    });
  });
}

// With left[i] = x[0] ... x[i-1] and tail[i] = dy[i] + x[i+1] tail[i+1], dx[i] = left[i] tail[i]:
// no division.
void Scan::cumprod_gradient(const Tensor& x, const Tensor& dy, Tensor& dx) const {
  std::vector<double> left(static_cast<std::size_t>(x.dim(-1)));
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for_each_row(x, [&](std::int64_t row, std::int64_t length) {
      double product = 1;
      for (std::int64_t i = 0; i < length; ++i) {
        left[i] = product;
        product *= static_cast<double>(elements<T>(x)[row + i]);
      }
      double tail = 0;
      for (std::int64_t i = length; i-- > 0;) {
        tail += static_cast<double>(elements<T>(dy)[row + i]);
        elements<T>(dx)[row + i] = cast_value<T>(left[i] * tail);
        tail *= static_cast<double>(elements<T>(x)[row + i]);
      }
    });
  });
}

}  // namespace beras::backend::reference
