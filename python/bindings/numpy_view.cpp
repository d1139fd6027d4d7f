#include "bindings/numpy_view.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <beras/core/diffable.h>
#include <beras/core/scopes.h>

#include "bindings/no_gradient.h"

namespace beras::python {
namespace {

/// y is a window on contiguous x: what comes from above goes to the elements that it shows.
class NumpyView : public Diffable {
 public:
  NumpyView(Shape shape, Strides strides, std::int64_t offset)
      : shape_(std::move(shape)), strides_(std::move(strides)), offset_(offset) {}
  std::string label() const override { return "a view made by NumPy"; }
  Tensor call(const Tensor& x) const override { return x.as_strided(shape_, strides_, offset_); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor gradient = Tensor::zeros(inputs()[0].shape(), J[0].dtype());
    gradient.as_strided(shape_, strides_, offset_).assign(J[0]);
    return {gradient};
  }

 protected:
  Rule rule() const override { return Rule::products; }

 private:
  Shape shape_;
  Strides strides_;
  std::int64_t offset_;
};

/// True where no two elements of the window are one in memory.
bool are_apart(const Shape& shape, const Strides& strides) {
  std::vector<std::pair<std::int64_t, std::int64_t>> axes;  // stride, length
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] > 1) axes.emplace_back(std::abs(strides[axis]), shape[axis]);
  }
  std::sort(axes.begin(), axes.end());
  std::int64_t reach = 0;
  for (const auto& [stride, length] : axes) {
    if (stride <= reach) return false;
    reach += stride * (length - 1);
  }
  return true;
}

}  // namespace

Tensor view_of(const Tensor& whole, const Shape& shape, const Strides& strides,
               std::int64_t offset) {
  Tensor view = whole.as_strided(shape, strides, offset);
  view.trainable(whole.trainable());
  const bool is_followed = whole.flows() || whole.frozen_flows();
  if (!is_recording() || !is_followed || !is_floating(whole.dtype())) return view;
  if (!whole.is_contiguous() || !are_apart(shape, strides))
    return without_gradient("a view made by NumPy", {whole}, {view})[0];
  return (*std::make_shared<NumpyView>(shape, strides, offset))(whole);
}

}  // namespace beras::python
