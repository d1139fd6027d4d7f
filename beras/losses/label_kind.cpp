#include <beras/losses/label_kind.h>

namespace beras::losses {

LabelKind label_kind(const Shape& y_true, const Shape& y_pred) {
  const auto ends_with_one = [](const Shape& shape) { return !shape.empty() && shape.back() == 1; };
  if (ends_with_one(y_pred)) return LabelKind::binary;
  if (y_true.size() < y_pred.size() || ends_with_one(y_true)) return LabelKind::sparse_categorical;
  return LabelKind::categorical;
}

}  // namespace beras::losses
