#include <beras/ops/segment_sum.h>

#include <algorithm>

#include <beras/base/error.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/indexing.h>
#include <beras/ops/reduce.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

Tensor segment_sum(const Tensor& data, const Tensor& segment_ids,
                   std::optional<std::int64_t> num_segments) {
  BERAS_NOTE_SYMBOLIC(segment_sum, data, segment_ids, num_segments);
  if (data.rank() == 0 || segment_ids.shape() != Shape{data.dim(0)}) {
    throw ShapeError("segment_sum", "a segment for each row of data",
                     "segment_ids of shape " + to_string(segment_ids.shape()) +
                         " for data of shape " + to_string(data.shape()));
  }
  std::int64_t count = 0;
  if (num_segments)
    count = *num_segments;
  else if (segment_ids.size() > 0)
    count = std::max<std::int64_t>(max(segment_ids).item<std::int64_t>() + 1, 0);
  // What is left out goes into a row of its own.
  const Tensor known = logical_and(segment_ids >= 0, segment_ids < count);
  const Tensor rows = where(known, cast(segment_ids, DType::int64), count);
  Shape shape = data.shape();
  shape[0] = count + 1;
  Shape begin(shape.size(), 0), size = data.shape();
  size[0] = count;
  return slice(scatter(expand_dims(rows, 1), data, shape), begin, size);
}

}  // namespace beras::ops
