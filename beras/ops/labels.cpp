#include <fmt/format.h>

#include <beras/backend/crossentropy.h>
#include <beras/base/error.h>
#include <beras/ops/labels_internal.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

/// The place of a contiguous tensor's element, one number for each axis.
Shape index_of(std::int64_t position, const Shape& shape) {
  Shape index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0; position /= shape[axis]) {
    index[axis] = position % shape[axis];
  }
  return index;
}

}  // namespace

Tensor class_labels(const char* who, const Tensor& target, const Shape& logits,
                    std::optional<std::int64_t> ignored) {
  const std::int64_t classes = logits.back();
  const Shape shape(logits.begin(), logits.end() - 1);
  Shape with_one = shape;
  with_one.push_back(1);
  if (target.shape() != shape && target.shape() != with_one) {
    throw ShapeError(who,
                     "labels of shape " + to_string(shape) + " for outputs " + to_string(logits),
                     to_string(target.shape()));
  }
  Tensor labels = Tensor::empty(shape, DType::int64, device_of(target));
  const Tensor source = target.detach().contiguous();
  const std::int64_t wrong =
      backend::crossentropy(labels.device())->labels(source, classes, ignored, labels);
  if (wrong >= 0) {
    const auto label = source.as_strided({}, {}, wrong).item<double>();
    throw ValueError(who, fmt::format("labels that are whole numbers from 0 to {}", classes - 1),
                     fmt::format("{} at {}", label, to_string(index_of(wrong, source.shape()))));
  }
  return labels;
}

}  // namespace beras::ops
