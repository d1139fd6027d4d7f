#include <beras/losses/loss.h>

#include <string>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/mask_internal.h>
#include <beras/losses/shapes_internal.h>
#include <beras/ops/binary.h>
#include <beras/tensor/operators.h>

namespace beras::losses {
namespace {

/// By position or, where names were given, by name; undefined if it was not passed.
Tensor argument(const Arguments& arguments, std::size_t position, std::string_view name) {
  if (arguments.names().empty()) {
    return position < arguments.size() ? arguments[position] : Tensor();
  }
  return arguments.has(name) ? arguments[name] : Tensor();
}

void check_numbers(const Loss& loss, const Tensor& tensor, const char* what) {
  const std::int64_t position = tensor.defined() ? first_nan(tensor) : -1;
  if (position < 0) return;
  throw ValueError(loss.label(), std::string(what) + " that are numbers",
                   "NaN at position " + std::to_string(position));
}

/// 0 for each value that does not count, else what it weighs for the sake of the others.
Tensor mask_of(const Loss& loss, const Tensor& counted, DType dtype) {
  const PauseRecording pause;
  Tensor mask = counted.astype(dtype);
  const bool is_mean =
      loss.reduction() == Reduction::sum_over_batch_size || loss.reduction() == Reduction::mean;
  if (!is_mean) return mask;
  // The divisor will be the number of all values; it has to be of those that count.
  const Tensor count = counted.astype(item_size(dtype) == 8 ? dtype : DType::float32).sum();
  return mask * ops::divide_no_nan(static_cast<double>(mask.size()), count).astype(dtype);
}

/// The weight that each value has in the end: of the sample, and 0 where it does not count.
/// Undefined if all are 1.
Tensor effective_weight(const Loss& loss, const Tensor& values, const Tensor& sample_weight,
                        const Tensor& counted) {
  Tensor weight;
  if (sample_weight.defined()) {
    weight = sample_weight_for(loss.label(), sample_weight, values).astype(values.dtype());
  }
  if (!counted.defined()) return weight;
  Tensor mask = mask_of(loss, counted, values.dtype());
  return weight.defined() ? weight * mask : mask;
}

/// Where a value counts: for the loss itself, and for the mask of the predictions. Undefined where
/// all do.
Tensor counts_for_both(const Tensor& counted, const Tensor& mask) {
  if (!counted.defined() || !mask.defined()) return counted.defined() ? counted : mask;
  const PauseRecording pause;
  return counted && mask;
}

Tensor reduce(Tensor values, const Tensor& weight, Reduction reduction) {
  if (weight.defined()) values = values * weight;
  if (reduction == Reduction::none) return values;
  Tensor total = values.sum();
  if (reduction == Reduction::sum || values.size() == 0) return total;
  if (reduction == Reduction::mean_with_sample_weight && weight.defined()) {
    const auto repeats = static_cast<double>(values.size()) / static_cast<double>(weight.size());
    return ops::divide_no_nan(total, weight.sum() * repeats);
  }
  return total / static_cast<double>(values.size());
}

}  // namespace

Loss::Loss(LossOptions options) : options_(std::move(options)) {
  if (options_.dtype && !is_floating(options_.dtype->compute_dtype()))
    throw ValueError("Loss", "a floating dtype", options_.dtype->name());
}

std::string Loss::name() const {
  return options_.name.empty() ? snake_case(label()) : options_.name;
}

Tensor Loss::counted(const Tensor&, const Tensor&) const { return {}; }

Tensors Loss::forward(const Arguments& arguments) const {
  const Tensor y_true = argument(arguments, 0, "y_true");
  const Tensor y_pred = argument(arguments, 1, "y_pred");
  if (!y_true.defined() || !y_pred.defined()) {
    throw ValueError(label(), "y_true and y_pred", y_true.defined() ? "no y_pred" : "no y_true");
  }
  const Tensor sample_weight = argument(arguments, 2, "sample_weight");
  check_numbers(*this, y_true, "labels");
  check_numbers(*this, sample_weight, "sample weights");
  const DType by_default = y_pred.dtype() == DType::float64 ? DType::float64 : DType::float32;
  const DType dtype = options_.dtype ? options_.dtype->compute_dtype() : by_default;
  const Tensor y = y_pred.astype(dtype);
  const auto [labels, predictions] =
      reads_shapes() ? std::pair(y_true, y) : same_rank(y_true.astype(dtype), y);
  const Tensor values = per_sample(labels, predictions).astype(dtype);
  const Tensor counts =
      counts_for_both(counted(labels, predictions), mask_for(label(), y_pred.mask(), values));
  const Tensor weight = effective_weight(*this, values, sample_weight, counts);
  return {reduce(values, weight, reduction())};
}

LossFunctionWrapper::LossFunctionWrapper(LossFunction function, LossOptions options)
    : Loss(std::move(options)), function_(std::move(function)) {
  if (!function_) throw ValueError(label(), "a function", "an empty one");
}

Tensor LossFunctionWrapper::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return function_(y_true, y_pred);
}

}  // namespace beras::losses
