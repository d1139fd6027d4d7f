#include <beras/losses/shapes_internal.h>
#include <beras/losses/sparse_categorical_crossentropy.h>
#include <beras/ops/crossentropy.h>
#include <beras/tensor/operators.h>

namespace beras::losses {

Tensor sparse_categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred, bool from_logits,
                                       std::optional<std::int64_t> ignore_class, int axis) {
  return ops::sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis, ignore_class);
}

SparseCategoricalCrossentropy::SparseCategoricalCrossentropy(
    SparseCategoricalCrossentropyOptions options)
    : Loss({.reduction = options.reduction, .name = options.name, .dtype = options.dtype}),
      options_(std::move(options)) {}

Tensor SparseCategoricalCrossentropy::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return sparse_categorical_crossentropy(y_true, y_pred, options_.from_logits,
                                         options_.ignore_class, options_.axis);
}

Tensor SparseCategoricalCrossentropy::counted(const Tensor& y_true, const Tensor& y_pred) const {
  if (!options_.ignore_class) return {};
  const Tensor labels =
      class_labels("sparse_categorical_crossentropy", y_true, y_pred, options_.axis);
  return labels != *options_.ignore_class;
}

}  // namespace beras::losses
