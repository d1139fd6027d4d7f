// Each reduction as a start, a step, and a way to join two parts; and the two kinds of axes it
// knows.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include <beras/backend/nan_internal.h>
#include <beras/backend/reduce.h>
#include <beras/backend/strided_range_internal.h>
#include <beras/tensor/cast.h>

namespace beras::backend {

/// What numbers of type T are summed in: wraps for integers.
template <typename T>
using Total = std::conditional_t<std::is_integral_v<T>, std::uint64_t, double>;

/// What numbers of type T are compared in.
template <typename T>
using Comparable = std::conditional_t<is_half_v<T>, float, T>;

struct Sum {
  template <typename T>
  using Part = Total<T>;
  template <typename T>
  static Part<T> start() {
    return 0;
  }
  template <typename P>
  static P join(P a, P b) {
    return a + b;
  }
};

struct Product {
  template <typename T>
  using Part = Total<T>;
  template <typename T>
  static Part<T> start() {
    return 1;
  }
  template <typename P>
  static P join(P a, P b) {
    return a * b;
  }
};

struct Maximum {
  template <typename T>
  using Part = Comparable<T>;
  template <typename T>
  static Part<T> start() {
    using Limits = std::numeric_limits<Part<T>>;
    return Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
  }
  template <typename P>
  static P join(P a, P b) {
    return a > b || is_nan(a) ? a : b;
  }
};

struct Minimum {
  template <typename T>
  using Part = Comparable<T>;
  template <typename T>
  static Part<T> start() {
    using Limits = std::numeric_limits<Part<T>>;
    return Limits::has_infinity ? Limits::infinity() : Limits::max();
  }
  template <typename P>
  static P join(P a, P b) {
    return a < b || is_nan(a) ? a : b;
  }
};

/// Calls body(Reduction{}); bools are reduced by their extremes.
template <typename Body>
void visit_reduction(ReduceKind kind, const Body& body) {
  switch (kind) {
    case ReduceKind::sum:
    case ReduceKind::mean:
      return body(Sum{});
    case ReduceKind::prod:
      return body(Product{});
    case ReduceKind::max:
    case ReduceKind::any:
      return body(Maximum{});
    case ReduceKind::min:
    case ReduceKind::all:
      return body(Minimum{});
  }
}

/// Calls body(Out{}) with the type of `out`, which holds what was made of elements of type T.
template <typename T, typename Part, typename Body>
void visit_result(const Tensor& out, const Body& body) {
  if constexpr (sizeof(T) == 1 && std::is_same_v<Part, std::uint64_t>) {
    if (out.dtype() == DType::int32) return body(std::int32_t{});
    if (out.dtype() == DType::int64) return body(std::int64_t{});
  }
  body(T{});
}

/// The result of `count` numbers whose sum, product or extreme is `part`.
template <typename T, typename P>
T finished(ReduceKind kind, P part, std::int64_t count) {
  if constexpr (std::is_same_v<P, std::uint64_t>) {
    return static_cast<T>(part);
  } else {
    return cast_value<T>(kind == ReduceKind::mean ? static_cast<P>(part / static_cast<P>(count))
                                                  : part);
  }
}

/// The trailing axes of x that `out` lacks, and the others.
struct ReducedAxes {
  ReducedAxes(const Tensor& x, const Tensor& out)
      : kept(x, 0, out.rank()), reduced(x, out.rank(), x.rank()) {}

  StridedRange<1> kept;
  StridedRange<1> reduced;
};

}  // namespace beras::backend
