#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/losses/mask_internal.h>
#include <beras/losses/shapes_internal.h>
#include <beras/tensor/operators.h>

namespace beras::losses {

Tensor mask_for(std::string_view who, const Tensor& mask, const Tensor& values) {
  if (!mask.defined()) return {};
  const PauseRecording pause;
  return axes_for(who, "mask", mask.astype(DType::boolean), values);
}

Tensor masked_weight(std::string_view who, const Tensor& sample_weight, const Tensor& mask,
                     const Tensor& values) {
  const Tensor counts = mask_for(who, mask, values);
  if (!counts.defined()) return sample_weight;
  const Tensor numbers = counts.astype(DType::float64);
  return sample_weight.defined() ? sample_weight_for(who, sample_weight, values) * numbers
                                 : numbers;
}

}  // namespace beras::losses
