#include <beras/losses/categorical_crossentropy.h>

#include <beras/base/error.h>
#include <beras/losses/label_smoothing_internal.h>
#include <beras/losses/shapes_internal.h>
#include <beras/ops/crossentropy.h>
#include <beras/tensor/operators.h>

namespace beras::losses {

Tensor categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred, bool from_logits,
                                double label_smoothing, int axis) {
  constexpr std::string_view who = "categorical_crossentropy";
  check_label_smoothing(who, label_smoothing);
  const auto [labels, predictions] = same_shape_in_floats(who, y_true, y_pred);
  resolve_axis(axis, predictions.rank(), who);
  const auto classes = static_cast<double>(predictions.dim(axis));
  if (classes == 1) {
    throw ShapeError(who, "at least 2 classes on axis " + std::to_string(axis),
                     "y_pred of shape " + to_string(y_pred.shape()),
                     "A single probability asks for binary_crossentropy");
  }
  Tensor target = labels;
  if (label_smoothing > 0) target = target * (1 - label_smoothing) + label_smoothing / classes;
  return ops::categorical_crossentropy(target, predictions, from_logits, axis);
}

CategoricalCrossentropy::CategoricalCrossentropy(CategoricalCrossentropyOptions options)
    : Loss({.reduction = options.reduction, .name = options.name}), options_(std::move(options)) {
  check_label_smoothing(label(), options_.label_smoothing);
}

Tensor CategoricalCrossentropy::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return categorical_crossentropy(y_true, y_pred, options_.from_logits, options_.label_smoothing,
                                  options_.axis);
}

}  // namespace beras::losses
