// A Jacobian that knows its structure, so that nothing is materialised that need not be.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// The derivatives of one output of a call with respect to one of its inputs or weights.
///
/// With y the output, x the input (or w the weight), u an upstream gradient of y's shape and b a
/// sample (first axis):
///
///     structure     values             meaning                               compose(u)
///     elementwise   shape of x         dy[i]/dx[i], zero elsewhere           values * u
///     shared        (in, out)          dy[b,o]/dx[b,i], one for every b      u @ values^T
///     per_sample    (batch, in, out)   dy[b,o]/dx[b,i]                       values[b] @ u[b]
///     weight        to (batch, w...)   dy[b,o]/dw[..,o], zero across o       sum_b values * u
///     full          (y..., x...)       everything                            sum_y u * values
///     zero          none               y does not depend on x                zeros
class BERAS_API Jacobian {
 public:
  enum class Structure : std::uint8_t { elementwise, shared, per_sample, weight, full, zero };

  static Jacobian elementwise(Tensor derivative);
  static Jacobian shared(Tensor matrix);
  static Jacobian per_sample(Tensor matrices);
  static Jacobian weight(Tensor values);
  static Jacobian full(Tensor values);
  static Jacobian zero();
  /// The seed's convention for plain arrays of input gradients: rank 3 is per sample, else one
  /// matrix for all.
  static Jacobian from_array(Tensor values);

  Structure structure() const { return structure_; }
  const Tensor& values() const { return values_; }

  /// The upstream gradient multiplied with this Jacobian: has `input_shape`; ShapeError naming both
  /// shapes if they do not fit.
  Tensor compose(const Tensor& upstream, const Shape& input_shape) const;
  /// Every single derivative, with shape (output..., input...).
  Tensor dense(const Shape& output_shape, const Shape& input_shape) const;

 private:
  Jacobian(Structure structure, Tensor values);

  Structure structure_;
  Tensor values_;
};

using Jacobians = std::vector<Jacobian>;

/// "elementwise", "per_sample" ...
BERAS_API std::string_view structure_name(Jacobian::Structure structure);

}  // namespace beras
