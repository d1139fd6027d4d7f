// Picking elements, putting them into place, and choosing between them.
#include <string>

#include <beras/base/error.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/class_labels.h>
#include <beras/ops/indexing.h>
#include <beras/ops/segment_sum.h>
#include <beras/ops/select.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

Tensor clip(const Tensor& x, const ops::Operand& x_min, const ops::Operand& x_max) {
  if (x_min.is_number() && x_max.is_number()) return ops::clip(x, x_min.number(), x_max.number());
  return ops::minimum(ops::maximum(x, x_min), x_max);
}

Tensor scatter_update(const Tensor& inputs, const Tensor& indices, const Tensor& updates,
                      const std::optional<std::string>& reduction) {
  return reduction ? ops::scatter_update(inputs, indices, updates, *reduction)
                   : ops::scatter_update(inputs, indices, updates);
}

Tensor one_hot(const Tensor& x, std::int64_t num_classes, std::int64_t axis,
               std::optional<DType> dtype, bool sparse) {
  if (sparse) throw ValueError("one_hot", "sparse=False: all tensors are dense", "sparse=True");
  return ops::one_hot(x, num_classes, {.axis = axis, .dtype = dtype.value_or(DType::float32)});
}

Tensor segment_sum(const Tensor& data, const Tensor& segment_ids,
                   std::optional<std::int64_t> num_segments, bool) {
  return ops::segment_sum(data, segment_ids, num_segments);
}

Tensor multi_hot(const Tensor& x, std::optional<std::int64_t> num_classes, std::int64_t axis,
                 std::optional<DType> dtype, bool sparse) {
  if (sparse) throw ValueError("multi_hot", "sparse=False: all tensors are dense", "sparse=True");
  if (!num_classes) throw ValueError("multi_hot", "num_classes", "None");
  return ops::multi_hot(x, *num_classes, {.axis = axis, .dtype = dtype.value_or(DType::float32)});
}

}  // namespace

void bind_indexing(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x = "x"_a, inputs = "inputs"_a, indices = "indices"_a, updates = "updates"_a;
  const auto start_indices = "start_indices"_a;
  const auto axis = "axis"_a = nb::none();

  def("take", &ops::take, x, indices, axis);
  def("gather", &ops::gather, x, indices, "axis"_a = 0);
  def("take_along_axis", &ops::take_along_axis, x, indices, axis);
  def("slice", &ops::slice, inputs, start_indices, "shape"_a);
  def("slice_update", &ops::slice_update, inputs, start_indices, updates);
  def("scatter_update", scatter_update, inputs, indices, updates, "reduction"_a = nb::none());
  def("scatter", &ops::scatter, indices, "values"_a, "shape"_a);
  def("one_hot", one_hot, x, "num_classes"_a, "axis"_a = -1, "dtype"_a = nb::none(),
      "sparse"_a = false);

  def("multi_hot", multi_hot, inputs, "num_classes"_a = nb::none(), "axis"_a = -1,
      "dtype"_a = nb::none(), "sparse"_a = false);
  def("in_top_k", &ops::in_top_k, "targets"_a, "predictions"_a, "k"_a);
  def("segment_sum", segment_sum, "data"_a, "segment_ids"_a, "num_segments"_a = nb::none(),
      "sorted"_a = false);

  def("where", &ops::where, "condition"_a, "x1"_a, "x2"_a);
  def("clip", clip, x, "x_min"_a, "x_max"_a);
  def("cast", &ops::cast, x, "dtype"_a);
}

}  // namespace beras::python
