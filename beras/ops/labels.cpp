#include <fmt/format.h>

#include <cmath>
#include <type_traits>

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

/// True if the value is a whole number of [0, classes).
template <typename T>
bool is_class(T value, std::int64_t classes) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(value) >= 0 && static_cast<std::int64_t>(value) < classes;
  } else {
    const auto number = static_cast<double>(value);
    return number >= 0 && number < static_cast<double>(classes) && number == std::floor(number);
  }
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
  if (!labels.device().holds_values()) return labels;
  auto* to = static_cast<std::int64_t*>(labels.raw());
  const Tensor source = target.detach().contiguous();
  visit_dtype(source.dtype(), [&]<typename T>(T) {
    const auto* from = static_cast<const T*>(source.raw());
    for (std::int64_t i = 0; i < labels.size(); ++i) {
      const bool counts = !ignored || static_cast<double>(from[i]) != static_cast<double>(*ignored);
      if (counts && !is_class(from[i], classes)) {
        throw ValueError(who,
                         fmt::format("labels that are whole numbers from 0 to {}", classes - 1),
                         fmt::format("{} at {}", static_cast<double>(from[i]),
                                     to_string(index_of(i, source.shape()))));
      }
      to[i] = counts ? static_cast<std::int64_t>(from[i]) : -1;
    }
  });
  return labels;
}

}  // namespace beras::ops
