// The functions of floats, vector by vector, for the instruction set at hand.
#pragma once

#include <cstdint>

#include <beras/backend/elementwise.h>
#include <beras/backend/strided_range_internal.h>

namespace beras::backend::cpu {

/// out[i] = f(x[i]) for a function that gives floats.
void unary_floats(const UnaryFunction& function, const float* x, float* out, std::int64_t count);

/// dx[i] = dy[i] f'(x[i]), where y[i] = f(x[i]).
void unary_gradient_floats(const UnaryFunction& function, const float* x, const float* y,
                           const float* dy, float* dx, std::int64_t count);

/// out[i] = a[i * a_step] * b[i * b_step] + c[i * c_step], with steps 0 or 1.
struct MultiplyAdd {
  const float* a;
  const float* b;
  const float* c;
  std::int64_t a_step, b_step, c_step;
  float* out;
  bool past_cache;  ///< if out is best written past the cache
};
/// For the elements [begin, end).
void multiply_add_floats(const MultiplyAdd& task, std::int64_t begin, std::int64_t end);

/// out[i] = condition[i] ? a[i * a_step] : b[i * b_step], with steps 0 or 1.
void where_floats(const bool* condition, const float* a, std::int64_t a_step, const float* b,
                  std::int64_t b_step, float* out, std::int64_t count);

/// bfloat16 to float and, rounded to nearest even, back.
void widen(const bfloat16* x, float* out, std::int64_t count);
void narrow(const float* x, bfloat16* out, std::int64_t count);

/// Operands a, b and out over which a function of two runs; out has step 1.
struct BinaryOperands {
  const StridedRange<3>& range;
  const void* a;
  const void* b;
  void* out;
  bool past_cache;  ///< if out is best written past the cache
};

/// True for the functions of two that the next two know.
bool is_vectorized(BinaryKind kind);
/// out = f(a, b) for the elements [begin, end) of the range.
void binary_floats(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                   std::int64_t end);
void binary_doubles(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                    std::int64_t end);

}  // namespace beras::backend::cpu
