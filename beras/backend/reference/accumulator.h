// What sums of products are held in: wide enough that the reference is nearer to the truth than any
// fast kernel.
#pragma once

#include <cstdint>
#include <type_traits>

#include <beras/backend/matmul.h>
#include <beras/tensor/half.h>

namespace beras::backend::reference {

/// double for all floats; unsigned for integers, so that they wrap around as NumPy's do.
template <typename T>
using Accumulator = std::conditional_t<std::is_integral_v<T>, std::uint64_t, double>;

template <typename T>
Accumulator<T> accumulate(T value) {
  return static_cast<Accumulator<T>>(value);
}

/// The sum as an element: of bools it is whether any product was true.
template <typename T>
T finish(Accumulator<T> sum, Epilogue epilogue = Epilogue::none) {
  if constexpr (std::is_same_v<T, bool>) {
    return sum != 0;
  } else if constexpr (std::is_integral_v<T>) {
    const T value = static_cast<T>(sum);
    return epilogue == Epilogue::relu && value < T(0) ? T(0) : value;
  } else {
    using Rounded = std::conditional_t<std::is_same_v<T, double>, double, float>;
    return T(static_cast<Rounded>(epilogue == Epilogue::relu && sum < 0 ? 0 : sum));
  }
}

}  // namespace beras::backend::reference
