#include <beras/backend/reduce.h>
#include <beras/base/error.h>
#include <beras/losses/shapes_internal.h>

namespace beras::losses {
namespace {

bool ends_with_one(const Tensor& x) { return x.rank() > 0 && x.dim(-1) == 1; }

Tensor with_trailing_ones(const Tensor& x, std::size_t rank) {
  Shape shape = x.shape();
  while (shape.size() < rank) shape.push_back(1);
  return x.reshape(shape);
}

Tensor without_last_axis(const Tensor& x) {
  Shape shape = x.shape();
  shape.pop_back();
  return x.reshape(shape);
}

/// `longer` has one axis more than `shorter`.
void repair(Tensor& longer, Tensor& shorter) {
  if (!ends_with_one(longer)) return;
  if (shorter.rank() == 1) {
    shorter = with_trailing_ones(shorter, 2);
  } else {
    longer = without_last_axis(longer);
  }
}

}  // namespace

std::pair<Tensor, Tensor> same_rank(const Tensor& y_true, const Tensor& y_pred) {
  std::pair<Tensor, Tensor> both(y_true, y_pred);
  if (y_true.rank() == y_pred.rank() + 1) repair(both.first, both.second);
  if (y_pred.rank() == y_true.rank() + 1) repair(both.second, both.first);
  if (!both.second.same_as(y_pred)) both.second.mask(y_pred.mask());
  return both;
}

std::pair<Tensor, Tensor> same_shape(std::string_view who, const Tensor& y_true,
                                     const Tensor& y_pred) {
  std::pair<Tensor, Tensor> both = same_rank(y_true, y_pred);
  if (both.first.shape() != both.second.shape()) {
    throw ShapeError(who, "y_true and y_pred of the same shape",
                     "y_true of shape " + to_string(y_true.shape()) + ", y_pred of shape " +
                         to_string(y_pred.shape()));
  }
  return both;
}

std::pair<Tensor, Tensor> same_shape_in_floats(std::string_view who, const Tensor& y_true,
                                               const Tensor& y_pred) {
  const auto [labels, predictions] = same_shape(who, y_true, y_pred);
  const DType dtype = is_floating(predictions.dtype()) ? predictions.dtype() : DType::float32;
  return {labels.astype(dtype), predictions.astype(dtype)};
}

Tensor class_labels(std::string_view who, const Tensor& y_true, const Tensor& y_pred, int axis) {
  Shape expected = y_pred.shape();
  expected.erase(expected.begin() + resolve_axis(axis, y_pred.rank(), who));
  Tensor labels =
      y_true.rank() == y_pred.rank() && ends_with_one(y_true) ? without_last_axis(y_true) : y_true;
  if (labels.shape() != expected) {
    throw ShapeError(who,
                     "class numbers of shape " + to_string(expected) + " for y_pred of shape " +
                         to_string(y_pred.shape()),
                     "y_true of shape " + to_string(y_true.shape()));
  }
  return labels;
}

std::int64_t first_nan(const Tensor& tensor) {
  if (!is_floating(tensor.dtype())) return -1;
  const Tensor values = tensor.detach().contiguous();
  return backend::reduce(values.device())->first_nan(values);
}

Tensor axes_for(std::string_view who, const char* what, const Tensor& numbers,
                const Tensor& values) {
  const bool is_longer = numbers.rank() == values.rank() + 1 && ends_with_one(numbers);
  const Tensor each = is_longer ? without_last_axis(numbers) : numbers;
  bool fits = each.rank() <= values.rank();
  for (std::size_t axis = 0; fits && axis < each.rank(); ++axis) {
    fits = each.shape()[axis] == values.shape()[axis] || each.shape()[axis] == 1;
  }
  if (!fits) {
    throw ShapeError(who, std::string(what) + " for values of shape " + to_string(values.shape()),
                     "shape " + to_string(numbers.shape()));
  }
  return with_trailing_ones(each, values.rank());
}

Tensor sample_weight_for(std::string_view who, const Tensor& sample_weight, const Tensor& values) {
  return axes_for(who, "sample_weight", sample_weight, values);
}

}  // namespace beras::losses
