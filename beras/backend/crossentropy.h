// Cross-entropies of logits, fused with the softmax or sigmoid before them.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Kernels over the last axis of logits x (..., C), C at least 1, with a loss for each row (...).
/// All tensors are contiguous; those that hold numbers are of one dtype, float32 or float64; labels
/// are int64 from [0, C), or negative for rows that count nothing. Outputs are allocated. With m =
/// max x and s = sum exp(x - m), which `kept` (..., 2) holds for the gradient, and p = exp(x - m) /
/// s:
class BERAS_API CrossentropyKernels {
 public:
  virtual ~CrossentropyKernels() = default;
  /// out (int64) = the labels `target`, contiguous, of one size and any dtype, or -1 where they are
  /// `ignored`. The place of the first other one that is no whole number of [0, classes); -1 if
  /// there is none.
  virtual std::int64_t labels(const Tensor& target, std::int64_t classes,
                              std::optional<std::int64_t> ignored, Tensor& out) const = 0;
  /// loss = log s - (x[label] - m).
  virtual void sparse(const Tensor& labels, const Tensor& x, Tensor& kept, Tensor& loss) const = 0;
  /// dx = (p - onehot(label)) dloss.
  virtual void sparse_gradient(const Tensor& labels, const Tensor& x, const Tensor& kept,
                               const Tensor& dloss, Tensor& dx) const = 0;
  /// loss = sum t (log s - (x - m)), t (..., C); a class with t = 0 counts nothing, even where x is
  /// -inf.
  virtual void categorical(const Tensor& t, const Tensor& x, Tensor& kept, Tensor& loss) const = 0;
  /// dx = (p sum t - t) dloss.
  virtual void categorical_gradient(const Tensor& t, const Tensor& x, const Tensor& kept,
                                    const Tensor& dloss, Tensor& dx) const = 0;
  /// Element by element: loss = max(x, 0) - x t + log(1 + exp(-|x|)).
  virtual void binary(const Tensor& t, const Tensor& x, Tensor& loss) const = 0;
  /// dx = (sigmoid(x) - t) dloss.
  virtual void binary_gradient(const Tensor& t, const Tensor& x, const Tensor& dloss,
                               Tensor& dx) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<CrossentropyKernels> crossentropy(Device device);

}  // namespace beras::backend
