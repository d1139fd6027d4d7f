#include <beras/backend/reference/elementwise.h>

#include <limits>
#include <type_traits>

#include <beras/backend/elements_internal.h>
#include <beras/backend/reference/mathematics.h>
#include <beras/backend/strided_range_internal.h>
#include <beras/tensor/cast.h>
#include <beras/tensor/copy.h>

namespace beras::backend::reference {
namespace {

/// What numbers of type T are computed in.
template <typename T>
using Computed = std::conditional_t<std::is_integral_v<T>, std::int64_t,
                                    std::conditional_t<std::is_same_v<T, double>, double, float>>;

template <typename C>
C unary_value(const UnaryFunction& f, C x) {
  const Mathematics<C> m;
  // clang-format off
  switch (f.kind) {
#define BERAS_UNARY(kind, value, derivative) case UnaryKind::kind: return static_cast<C>(value);
#define BERAS_UNARY_BOOLEAN(kind, value) case UnaryKind::kind: return value;
#include <beras/backend/unary_functions.def>
    case UnaryKind::bitwise_not: break;  // takes no floats
  }
  // clang-format on
  return 0;
}

template <>
std::int64_t unary_value(const UnaryFunction& f, std::int64_t x) {
  // clang-format off
  switch (f.kind) {
    case UnaryKind::abs: return x < 0 ? wrapping_multiply(x, -1) : x;
    case UnaryKind::negative: return wrapping_multiply(x, -1);
    case UnaryKind::sign: return (x > 0) - (x < 0);
    case UnaryKind::square: return wrapping_multiply(x, x);
    case UnaryKind::relu: return std::max<std::int64_t>(x, 0);
    case UnaryKind::bitwise_not: return ~x;
    case UnaryKind::logical_not: return x == 0;
    default: return 0;  // the rest takes only floats
  }
  // clang-format on
}

template <typename C>
C unary_derivative(const UnaryFunction& f, C x, C y) {
  const Mathematics<C> m;
  // clang-format off
  switch (f.kind) {
#define BERAS_UNARY(kind, value, derivative) case UnaryKind::kind: return static_cast<C>(derivative);
#include <beras/backend/unary_functions.def>
    default: return 0;  // gives no floats
  }
  // clang-format on
}

/// out[i] = f(x[i]): values of type X computed in the type that suits them.
template <typename X, typename Out>
void apply_unary(const UnaryFunction& function, const Tensor& x, Tensor& out) {
  const StridedRange<2> range(out.shape(), {&x, &out});
  const auto steps = range.steps();
  range.walk(0, range.size(), [&](const auto& offsets, std::int64_t count) {
    const X* from = elements<X>(x) + offsets[0];
    Out* to = elements<Out>(out) + offsets[1];
    for (std::int64_t i = 0; i < count; ++i) {
      const auto value = unary_value<Computed<X>>(function, from[i * steps[0]]);
      to[i * steps[1]] = cast_value<Out>(value);
    }
  });
}

template <typename T, typename Out>
void apply_binary(BinaryKind kind, const Tensor& a, const Tensor& b, Tensor& out) {
  const StridedRange<3> range(out.shape(), {&a, &b, &out});
  const auto steps = range.steps();
  range.walk(0, range.size(), [&](const auto& offsets, std::int64_t count) {
    const T* left = elements<T>(a) + offsets[0];
    const T* right = elements<T>(b) + offsets[1];
    Out* to = elements<Out>(out) + offsets[2];
    for (std::int64_t i = 0; i < count; ++i) {
      const Computed<T> x = left[i * steps[0]], y = right[i * steps[1]];
      to[i * steps[2]] = cast_value<Out>(binary_value(kind, x, y));
    }
  });
}

}  // namespace

void Elementwise::unary(const UnaryFunction& function, const Tensor& x, Tensor& out) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if (gives_boolean(function.kind)) {
      apply_unary<T, bool>(function, x, out);
    } else {
      apply_unary<T, T>(function, x, out);
    }
  });
}

void Elementwise::unary_gradient(const UnaryFunction& function, const Tensor& x, const Tensor& y,
                                 const Tensor& dy, Tensor& dx) const {
  const StridedRange<4> range(dx.shape(), {&x, &y, &dy, &dx});
  const auto steps = range.steps();
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    using C = Computed<T>;
    if constexpr (!std::is_integral_v<T>) {
      range.walk(0, range.size(), [&](const auto& offsets, std::int64_t count) {
        const T* argument = elements<T>(x) + offsets[0];
        const T* value = elements<T>(y) + offsets[1];
        const T* upstream = elements<T>(dy) + offsets[2];
        T* to = elements<T>(dx) + offsets[3];
        for (std::int64_t i = 0; i < count; ++i) {
          const C slope =
              unary_derivative<C>(function, argument[i * steps[0]], value[i * steps[1]]);
          to[i * steps[3]] = cast_value<T>(static_cast<C>(upstream[i * steps[2]]) * slope);
        }
      });
    }
  });
}

void Elementwise::binary(BinaryKind kind, const Tensor& a, const Tensor& b, Tensor& out) const {
  visit_dtype(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if (gives_boolean(kind)) {
      apply_binary<T, bool>(kind, a, b, out);
    } else {
      apply_binary<T, T>(kind, a, b, out);
    }
  });
}

void Elementwise::multiply_add(const Tensor& a, const Tensor& b, const Tensor& c,
                               Tensor& out) const {
  const StridedRange<4> range(out.shape(), {&a, &b, &c, &out});
  const auto steps = range.steps();
  visit_dtype(out.dtype(), [&](auto zero) {
    using T = decltype(zero);
    using C = Computed<T>;
    if constexpr (!std::is_integral_v<T>) {
      range.walk(0, range.size(), [&](const auto& offsets, std::int64_t count) {
        const T* left = elements<T>(a) + offsets[0];
        const T* right = elements<T>(b) + offsets[1];
        const T* addend = elements<T>(c) + offsets[2];
        T* to = elements<T>(out) + offsets[3];
        for (std::int64_t i = 0; i < count; ++i) {
          const C x = left[i * steps[0]], y = right[i * steps[1]], z = addend[i * steps[2]];
          to[i * steps[3]] = cast_value<T>(x * y + z);
        }
      });
    }
  });
}

void Elementwise::where(const Tensor& condition, const Tensor& a, const Tensor& b,
                        Tensor& out) const {
  const StridedRange<4> range(out.shape(), {&condition, &a, &b, &out});
  const auto steps = range.steps();
  visit_dtype(out.dtype(), [&](auto zero) {
    using T = decltype(zero);
    range.walk(0, range.size(), [&](const auto& offsets, std::int64_t count) {
      const bool* chosen = elements<bool>(condition) + offsets[0];
      const T* left = elements<T>(a) + offsets[1];
      const T* right = elements<T>(b) + offsets[2];
      T* to = elements<T>(out) + offsets[3];
      for (std::int64_t i = 0; i < count; ++i) {
        to[i * steps[3]] = chosen[i * steps[0]] ? left[i * steps[1]] : right[i * steps[2]];
      }
    });
  });
}

void Elementwise::cast(const Tensor& x, Tensor& out) const { copy_elements(x, out); }

}  // namespace beras::backend::reference
