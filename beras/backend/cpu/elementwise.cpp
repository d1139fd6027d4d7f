#include <beras/backend/cpu/elementwise.h>

#include <algorithm>

#include <beras/backend/cpu/float_functions.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

constexpr std::int64_t elements_per_piece = 1 << 15;

/// body(begin, end) for pieces of [0, size): each is worth a thread.
template <typename Body>
void for_pieces(std::int64_t size, const Body& body) {
  if (size <= elements_per_piece) {
    body(0, size);
  } else {
    parallel_for(size, elements_per_piece, body);
  }
}

/// True if the operand has its elements where `out` has them, or a single one for all.
bool can_be_cut(const Tensor& operand, const Tensor& out) {
  return operand.size() == 1 || (operand.is_contiguous() && operand.shape() == out.shape());
}

Tensor cut(const Tensor& operand, std::int64_t begin, std::int64_t end) {
  if (operand.size() == 1) return operand.as_strided({1}, {1}, 0);
  return operand.as_strided({end - begin}, {1}, begin);
}

/// body(out, operands...) for pieces of tensors that lie straight, else for the whole ones.
template <typename Body, typename... Operands>
void for_cuts(Tensor& out, const Body& body, const Operands&... operands) {
  if (out.size() <= elements_per_piece || !out.is_contiguous() ||
      !(can_be_cut(operands, out) && ...)) {
    return body(out, operands...);
  }
  parallel_for(out.size(), elements_per_piece, [&](std::int64_t begin, std::int64_t end) {
    Tensor piece = out.as_strided({end - begin}, {1}, begin);
    body(piece, cut(operands, begin, end)...);
  });
}

/// True if all are float32 and lie element upon element.
template <typename... Operands>
bool are_straight_floats(const Tensor& out, const Operands&... operands) {
  const auto is_straight = [&](const Tensor& tensor) {
    return tensor.dtype() == DType::float32 && tensor.is_contiguous();
  };
  return is_straight(out) && ((is_straight(operands) && operands.shape() == out.shape()) && ...);
}

/// True for results that no cache holds until they are read: writing past it spares reading the
/// memory that is written over. Not if `out` is one of the operands. The size is a measured one:
/// what the system says of its caches is often wrong in virtual machines.
template <typename... Operands>
bool goes_past_cache(const Tensor& out, const Operands&... operands) {
  constexpr std::int64_t most_cached_bytes = 24 << 20;
  return out.size() * item_size(out.dtype()) >= most_cached_bytes &&
         ((operands.raw() != out.raw()) && ...);
}

/// 0 for a single element, else 1.
std::int64_t step_of(const Tensor& operand) { return operand.size() == 1 ? 0 : 1; }

Tensor widened(const Tensor& x) {
  if (x.dtype() != DType::bfloat16) return x;
  Tensor wide = Tensor::empty(x.shape(), DType::float32, Device::cpu);
  Elementwise().cast(x, wide);
  return wide;
}

/// compute(kernels, out, operands...) for what vectors do not take as it lies, piece by piece:
/// bfloat16 comes back to the fast kernels as floats, which stay in the cache; the rest goes to the
/// reference.
template <typename Compute, typename... Operands>
void compute_pieces(Tensor& out, const Compute& compute, const Operands&... operands) {
  if (!((operands.dtype() == DType::bfloat16) || ...)) {
    const auto plain = [&](Tensor& to, const Operands&... from) {
      compute(reference::Elementwise(), to, from...);
    };
    return for_cuts(out, plain, operands...);
  }
  const auto wide = [&](Tensor& to, const Operands&... from) {
    if (to.dtype() != DType::bfloat16) return compute(Elementwise(), to, widened(from)...);
    Tensor result = Tensor::empty(to.shape(), DType::float32, Device::cpu);
    compute(Elementwise(), result, widened(from)...);
    Elementwise().cast(result, to);
  };
  for_cuts(out, wide, operands...);
}

template <typename T>
T* elements(const Tensor& tensor) {
  return static_cast<T*>(tensor.raw());
}

}  // namespace

void Elementwise::unary(const UnaryFunction& function, const Tensor& x, Tensor& out) const {
  if (are_straight_floats(out, x)) {
    return for_pieces(out.size(), [&](std::int64_t begin, std::int64_t end) {
      unary_floats(function, elements<float>(x) + begin, elements<float>(out) + begin, end - begin);
    });
  }
  const auto compute = [&](const ElementwiseKernels& kernels, Tensor& to, const Tensor& from) {
    kernels.unary(function, from, to);
  };
  compute_pieces(out, compute, x);
}

void Elementwise::unary_gradient(const UnaryFunction& function, const Tensor& x, const Tensor& y,
                                 const Tensor& dy, Tensor& dx) const {
  if (are_straight_floats(dx, x, y, dy)) {
    return for_pieces(dx.size(), [&](std::int64_t begin, std::int64_t end) {
      unary_gradient_floats(function, elements<float>(x) + begin, elements<float>(y) + begin,
                            elements<float>(dy) + begin, elements<float>(dx) + begin, end - begin);
    });
  }
  const auto compute = [&](const ElementwiseKernels& kernels, Tensor& to, const Tensor& argument,
                           const Tensor& value, const Tensor& upstream) {
    kernels.unary_gradient(function, argument, value, upstream, to);
  };
  compute_pieces(dx, compute, x, y, dy);
}

void Elementwise::binary(BinaryKind kind, const Tensor& a, const Tensor& b, Tensor& out) const {
  const bool is_double = a.dtype() == DType::float64;
  if (is_vectorized(kind) && (is_double || a.dtype() == DType::float32)) {
    const StridedRange<3> range(out.shape(), {&a, &b, &out});
    if (range.steps()[2] == 1) {
      const bool past_cache = std::max(range.steps()[0], range.steps()[1]) <= 1 &&
                              std::min(range.steps()[0], range.steps()[1]) >= 0 &&
                              goes_past_cache(out, a, b);
      const BinaryOperands operands{range, a.raw(), b.raw(), out.raw(), past_cache};
      return for_pieces(range.size(), [&](std::int64_t begin, std::int64_t end) {
        (is_double ? binary_doubles : binary_floats)(kind, operands, begin, end);
      });
    }
  }
  const auto compute = [&](const ElementwiseKernels& kernels, Tensor& to, const Tensor& left,
                           const Tensor& right) { kernels.binary(kind, left, right, to); };
  compute_pieces(out, compute, a, b);
}

void Elementwise::multiply_add(const Tensor& a, const Tensor& b, const Tensor& c,
                               Tensor& out) const {
  const bool is_straight = can_be_cut(a, out) && can_be_cut(b, out) && can_be_cut(c, out);
  if (is_straight && are_straight_floats(out)) {
    const MultiplyAdd task{elements<float>(a),   elements<float>(b),
                           elements<float>(c),   step_of(a),
                           step_of(b),           step_of(c),
                           elements<float>(out), goes_past_cache(out, a, b, c)};
    return for_pieces(out.size(), [&](std::int64_t begin, std::int64_t end) {
      multiply_add_floats(task, begin, end);
    });
  }
  const auto compute = [](const ElementwiseKernels& kernels, Tensor& to, const Tensor& left,
                          const Tensor& right,
                          const Tensor& addend) { kernels.multiply_add(left, right, addend, to); };
  compute_pieces(out, compute, a, b, c);
}

void Elementwise::where(const Tensor& condition, const Tensor& a, const Tensor& b,
                        Tensor& out) const {
  const bool is_straight = condition.is_contiguous() && condition.shape() == out.shape() &&
                           can_be_cut(a, out) && can_be_cut(b, out);
  if (is_straight && are_straight_floats(out)) {
    const std::int64_t a_step = step_of(a), b_step = step_of(b);
    return for_pieces(out.size(), [&](std::int64_t begin, std::int64_t end) {
      where_floats(elements<bool>(condition) + begin, elements<float>(a) + begin * a_step, a_step,
                   elements<float>(b) + begin * b_step, b_step, elements<float>(out) + begin,
                   end - begin);
    });
  }
  const auto compute = [](const ElementwiseKernels& kernels, Tensor& to, const Tensor& chosen,
                          const Tensor& left,
                          const Tensor& right) { kernels.where(chosen, left, right, to); };
  compute_pieces(out, compute, condition, a, b);
}

void Elementwise::cast(const Tensor& x, Tensor& out) const {
  const bool widens = x.dtype() == DType::bfloat16 && out.dtype() == DType::float32;
  const bool narrows = x.dtype() == DType::float32 && out.dtype() == DType::bfloat16;
  if ((widens || narrows) && x.is_contiguous() && out.is_contiguous()) {
    return for_pieces(out.size(), [&](std::int64_t begin, std::int64_t end) {
      if (widens) {
        widen(elements<bfloat16>(x) + begin, elements<float>(out) + begin, end - begin);
      } else {
        narrow(elements<float>(x) + begin, elements<bfloat16>(out) + begin, end - begin);
      }
    });
  }
  const auto plain = [&](Tensor& to, const Tensor& from) {
    reference::Elementwise::cast(from, to);
  };
  for_cuts(out, plain, x);
}

}  // namespace beras::backend::cpu
