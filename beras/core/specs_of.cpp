// Shapes and dtypes of what a function gives, found out on the device where nothing is computed.
#include <algorithm>

#include <beras/base/error.h>
#include <beras/core/symbolic.h>
#include <beras/core/trial_internal.h>

namespace beras {
namespace {

// Lengths that stand for unknown ones: long enough for any window, with many divisors, so that such
// an axis can be split.
constexpr std::int64_t trial_lengths[] = {720, 1440};

bool is_known(const Tensor& tensor) {
  if (!tensor.defined()) return true;
  const Shape& shape = tensor.shape();
  return std::none_of(shape.begin(), shape.end(), [](std::int64_t length) { return length < 0; });
}

/// A tensor without elements of that shape in the place of a symbolic one.
Tensor without_values(const Tensor& tensor, std::int64_t unknown) {
  if (!tensor.defined()) return tensor;
  if (tensor.device() != Device::meta) return tensor;
  Shape shape = tensor.shape();
  std::replace_if(
      shape.begin(), shape.end(), [](std::int64_t length) { return length < 0; }, unknown);
  Tensor trial = Tensor::empty(shape, tensor.dtype());
  trial.trainable(false);
  return trial;
}

TensorSpecs specs(const Tensors& tensors) {
  TensorSpecs all;
  for (const Tensor& tensor : tensors) all.push_back({tensor.shape(), tensor.dtype()});
  return all;
}

}  // namespace

TensorSpecs specs_of(const Tensors& inputs,
                     const std::function<Tensors(const Tensors& inputs)>& function) {
  const TrialRun trial;
  const auto run = [&](std::int64_t unknown) {
    Tensors given;
    for (const Tensor& input : inputs) given.push_back(without_values(input, unknown));
    return specs(function(given));
  };
  TensorSpecs outputs = run(trial_lengths[0]);
  if (std::all_of(inputs.begin(), inputs.end(), is_known)) return outputs;
  const TensorSpecs others = run(trial_lengths[1]);
  const auto same_rank = [](const TensorSpec& a, const TensorSpec& b) {
    return a.shape.size() == b.shape.size();
  };
  if (!std::equal(outputs.begin(), outputs.end(), others.begin(), others.end(), same_rank)) {
    throw ValueError("Symbolic tensors",
                     "outputs whose number and rank are the same for all "
                     "lengths of unknown axes",
                     "others for other lengths");
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (std::size_t axis = 0; axis < outputs[i].shape.size(); ++axis)
      if (outputs[i].shape[axis] != others[i].shape[axis]) outputs[i].shape[axis] = -1;
  }
  return outputs;
}

}  // namespace beras
