#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include <beras/core/window_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>

namespace beras {
namespace {

/// How far the elements reach to both sides of the first, in elements.
struct Reach {
  std::int64_t before = 0;
  std::int64_t after = 0;
};

Reach reach_of(const Tensor& tensor) {
  Reach reach;
  for (std::size_t axis = 0; axis < tensor.rank(); ++axis) {
    const std::int64_t length = (tensor.shape()[axis] - 1) * tensor.strides()[axis];
    (length < 0 ? reach.before : reach.after) += length;
  }
  return reach;
}

}  // namespace

bool are_apart(const Place& place) {
  std::vector<std::pair<std::int64_t, std::int64_t>> axes;  // stride, length
  for (std::size_t axis = 0; axis < place.shape.size(); ++axis) {
    if (place.shape[axis] > 1) axes.emplace_back(std::abs(place.strides[axis]), place.shape[axis]);
  }
  std::sort(axes.begin(), axes.end());
  std::int64_t reach = 0;
  for (const auto& [stride, length] : axes) {
    if (stride <= reach) return false;
    reach += stride * (length - 1);
  }
  return true;
}

Tensor row_of(const Tensor& tensor) {
  const Reach reach = reach_of(tensor);
  Tensor row = tensor.as_strided({reach.after - reach.before + 1}, {1}, reach.before);
  row.trainable(false);
  return row;
}

bool overlap(const Tensor& whole, const Tensor& tensor) {
  if (!tensor.defined() || tensor.size() == 0 || !tensor.shares_memory(whole)) return false;
  const Tensor row = row_of(tensor);
  const auto bounds = [](const Tensor& x) {
    const std::int64_t item = item_size(x.dtype());
    return std::pair(x.offset() * item, (x.offset() + x.size()) * item);
  };
  const auto [a, a_end] = bounds(whole);
  const auto [b, b_end] = bounds(row);
  return a < b_end && b < a_end;
}

std::optional<Place> place_in(const Tensor& whole, const Tensor& tensor) {
  if (tensor.dtype() != whole.dtype()) return std::nullopt;
  Place place{tensor.shape(), tensor.strides(), tensor.offset() - whole.offset()};
  const Reach reach = reach_of(tensor);
  if (place.offset + reach.before < 0 || place.offset + reach.after >= whole.size())
    return std::nullopt;
  if (!are_apart(place)) return std::nullopt;
  return place;
}

Tensor Window::call(const Tensor& x) const {
  return x.as_strided(place_.shape, place_.strides, place_.offset);
}

Tensors Window::compose_input_gradients(const Tensors& J) const {
  return {Spread(place_, inputs()[0].shape())(J[0])};
}

Tensor Spread::call(const Tensor& x) const {
  Tensor whole = Tensor::zeros(shape_, x.dtype(), device_of(x));
  copy_elements(x, whole.as_strided(place_.shape, place_.strides, place_.offset));
  return whole;
}

Tensors Spread::compose_input_gradients(const Tensors& J) const {
  return {Window(place_)(J[0].contiguous())};
}

Tensor Cleared::call(const Tensor& x) const {
  Tensor cleared = copied(x, x.dtype(), device_of(x));
  copy_elements(Tensor(0, x.dtype(), cleared.device()),
                cleared.as_strided(place_.shape, place_.strides, place_.offset));
  return cleared;
}

Tensors Cleared::compose_input_gradients(const Tensors& J) const { return {Cleared(place_)(J[0])}; }

}  // namespace beras
