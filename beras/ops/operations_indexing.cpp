// The table of operations: picking elements and putting them into place.
#include <beras/ops/class_labels.h>
#include <beras/ops/indexing.h>
#include <beras/ops/operation_row_internal.h>

namespace beras::ops {
namespace {

Tensor scatter_update_of(const Tensor& x, const Tensor& indices, const Tensor& updates,
                         const std::optional<std::string>& reduction) {
  return reduction ? scatter_update(x, indices, updates, *reduction)
                   : scatter_update(x, indices, updates);
}

template <Tensor (*encode)(const Tensor&, std::int64_t, OneHotOptions)>
Tensor encoded(const Tensor& x, std::int64_t num_classes, std::int64_t axis,
               std::optional<DType> dtype) {
  return encode(x, num_classes, {.axis = axis, .dtype = dtype.value_or(DType::float32)});
}

}  // namespace

OperationRows indexing_operations() {
  const OperationModule numpy("ops.numpy"), core("ops.core"), nn("ops.nn");
  return {
      numpy("GetItem", "x, key", &get_item),
      numpy("Take", "x, indices, [axis]", &take),
      numpy("TakeAlongAxis", "x, indices, [axis]", &take_along_axis),
      core("Slice", "inputs, start_indices, [shape]", &slice),
      core("SliceUpdate", "inputs, start_indices, updates", &slice_update),
      core("Scatter", "indices, values, [shape]", &scatter),
      core("ScatterUpdate", "inputs, indices, updates, [reduction]", &scatter_update_of),
      nn("OneHot", "x, [num_classes], [axis], [dtype], [sparse=false]", &encoded<one_hot>),
      nn("MultiHot", "inputs, [num_classes], [axis], [dtype], [sparse=false]", &encoded<multi_hot>),
  };
}

}  // namespace beras::ops
