#include <beras/backend/reference/matmul.h>

#include <vector>

#include <beras/backend/batch_internal.h>
#include <beras/backend/reference/accumulator.h>

namespace beras::backend::reference {
namespace {

template <typename T>
void multiply(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
              Tensor& out) {
  const std::int64_t rows = out.dim(-2);
  const std::int64_t columns = out.dim(-1);
  const std::int64_t inner = a.dim(-1);
  const std::size_t row_axis = out.rank() - 2;
  const std::size_t column_axis = out.rank() - 1;
  const T* biases = bias.defined() ? static_cast<const T*>(bias.raw()) : nullptr;
  auto* result = static_cast<T*>(out.raw());
  std::vector<Accumulator<T>> sums(static_cast<std::size_t>(columns));
  for (std::int64_t matrix = 0; matrix < matrix_count(out); ++matrix) {
    const T* left = static_cast<const T*>(a.raw()) + matrix_offset(a, matrix);
    const T* right = static_cast<const T*>(b.raw()) + matrix_offset(b, matrix);
    for (std::int64_t m = 0; m < rows; ++m, left += a.strides()[row_axis]) {
      for (std::int64_t n = 0; n < columns; ++n) {
        sums[n] = accumulate(biases ? biases[n * bias.strides()[0]] : T(0));
      }
      for (std::int64_t k = 0; k < inner; ++k) {
        const auto factor = accumulate(left[k * a.strides()[column_axis]]);
        const T* row = right + k * b.strides()[row_axis];
        const std::int64_t step = b.strides()[column_axis];
        for (std::int64_t n = 0; n < columns; ++n) sums[n] += factor * accumulate(row[n * step]);
      }
      for (std::int64_t n = 0; n < columns; ++n) *result++ = finish<T>(sums[n], epilogue);
    }
  }
}

}  // namespace

void Matmul::matmul(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
                    Tensor& out) const {
  if (out.size() == 0) return;
  visit_dtype(out.dtype(), [&](auto zero) { multiply<decltype(zero)>(a, b, bias, epilogue, out); });
}

}  // namespace beras::backend::reference
