// Optimizer steps in one pass: every array is read and written once, and one parallel region serves
// all weights.
#pragma once

#include <cstdint>
#include <span>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/dtype.h>
#include <beras/tensor/storage.h>

namespace beras::backend {

/// One weight and its gradient: contiguous arrays of `size` elements of `dtype` (float32 or
/// float64) that do not overlap.
struct WeightSlot {
  DType dtype = DType::float32;
  std::int64_t size = 0;
  void* weight = nullptr;
  const void* gradient = nullptr;
  /// The gradient is multiplied by it first: what clipping by norm and loss scaling leave to do.
  double gradient_scale = 1;
  /// Decoupled decay, before the step: w -= w * weight_decay * learning_rate.
  double weight_decay = 0;
};

struct SgdSlot : WeightSlot {
  void* velocity = nullptr;  ///< null if momentum is 0
};

/// momentum 0: w -= lr g. Else v = momentum v - lr g, and w += v or, with nesterov, w += momentum v
/// - lr g.
struct SgdStep {
  double learning_rate = 0.01;
  double momentum = 0;
  bool nesterov = false;
};

struct RmspropSlot : WeightSlot {
  void* mean_square = nullptr;
  void* mean = nullptr;      ///< null unless centered
  void* velocity = nullptr;  ///< null if momentum is 0
};

/// s = rho s + (1 - rho) g^2; d = s + epsilon, less the square of a = rho a + (1 - rho) g if
/// centered; u = lr g / sqrt(d). Then w -= u or, with momentum, v = momentum v + u and w -= v.
struct RmspropStep {
  double learning_rate = 0.001;
  double rho = 0.9;
  double momentum = 0;
  double epsilon = 1e-7;
  bool centered = false;
};

struct AdamSlot : WeightSlot {
  void* first_moment = nullptr;
  void* second_moment = nullptr;
  void* largest_second_moment = nullptr;  ///< null unless amsgrad
};

/// m += (g - m)(1 - beta_1); s += (g^2 - s)(1 - beta_2); w -= lr sqrt(1 - beta_2^t) / (1 -
/// beta_1^t) m / (sqrt(s) + epsilon), with the largest s so far in its place if amsgrad. Source:
/// Kingma & Ba, 2015, with epsilon as Keras has it ("epsilon hat").
struct AdamStep {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  std::int64_t step = 1;  ///< t: 1 for the first update
};

/// The updates of all weights of a model at once; each element depends on itself alone, so any
/// number of threads gives the same bits.
class BERAS_API OptimizerKernels {
 public:
  virtual ~OptimizerKernels() = default;
  virtual void sgd(std::span<const SgdSlot> slots, const SgdStep& step) const = 0;
  virtual void rmsprop(std::span<const RmspropSlot> slots, const RmspropStep& step) const = 0;
  virtual void adam(std::span<const AdamSlot> slots, const AdamStep& step) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<OptimizerKernels> optimizer(Device device);

}  // namespace beras::backend
