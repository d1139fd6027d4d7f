#include <beras/losses/binary_crossentropy.h>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/label_smoothing_internal.h>
#include <beras/losses/shapes_internal.h>
#include <beras/ops/crossentropy.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::losses {
namespace {

constexpr std::string_view own_name = "binary_crossentropy";

void check_range(const Tensor& labels) {
  if (labels.size() == 0 || !device_of(labels).holds_values()) return;
  const PauseRecording pause;
  const auto lowest = labels.min().item<double>();
  const auto highest = labels.max().item<double>();
  if (lowest >= 0 && highest <= 1) return;
  throw ValueError(own_name, "labels in [0, 1]",
                   "labels from " + std::to_string(lowest) + " to " + std::to_string(highest));
}

}  // namespace

Tensor binary_crossentropy(const Tensor& y_true, const Tensor& y_pred, bool from_logits,
                           double label_smoothing, int axis) {
  check_label_smoothing(own_name, label_smoothing);
  const auto [labels, predictions] = same_shape_in_floats(own_name, y_true, y_pred);
  check_range(labels);
  Tensor target = labels;
  if (label_smoothing > 0) target = target * (1 - label_smoothing) + label_smoothing / 2;
  return ops::binary_crossentropy(target, predictions, from_logits).mean(axis);
}

BinaryCrossentropy::BinaryCrossentropy(BinaryCrossentropyOptions options)
    : Loss({.reduction = options.reduction, .name = options.name, .dtype = options.dtype}),
      options_(std::move(options)) {
  check_label_smoothing(label(), options_.label_smoothing);
}

Tensor BinaryCrossentropy::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return binary_crossentropy(y_true, y_pred, options_.from_logits, options_.label_smoothing,
                             options_.axis);
}

}  // namespace beras::losses
