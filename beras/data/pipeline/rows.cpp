#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/parallel.h>
#include <beras/data/elements_internal.h>
#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

class RangeStream : public Stream<std::int64_t> {
 public:
  explicit RangeStream(std::int64_t count) : count_(count) {}
  std::optional<std::int64_t> next() override {
    if (position_ == count_) return std::nullopt;
    return position_++;
  }

 private:
  std::int64_t position_ = 0;
  std::int64_t count_;
};

class RowStream : public Stream<Structure> {
 public:
  RowStream(std::shared_ptr<const Structure> rows, StreamPtr<std::int64_t> positions)
      : rows_(std::move(rows)), positions_(std::move(positions)) {}

  std::optional<Structure> next() override {
    const auto position = positions_->next();
    if (!position) return std::nullopt;
    return gather_rows(*rows_, {*position}).map([](const Tensor& row) {
      if (!row.defined()) return row;
      const Shape shape(row.shape().begin() + 1, row.shape().end());
      Tensor element = row.as_strided(shape, contiguous_strides(shape), 0);
      element.trainable(false);
      return element;
    });
  }

 private:
  std::shared_ptr<const Structure> rows_;
  StreamPtr<std::int64_t> positions_;
};

class RowsNode : public Node {
 public:
  RowsNode(std::shared_ptr<const Structure> rows, std::int64_t count)
      : rows_(std::move(rows)), count_(count) {}
  StreamPtr<Structure> open() const override { return stream_rows(rows_, open_positions()); }
  std::int64_t cardinality(std::int64_t) const override { return count_; }
  std::shared_ptr<const Structure> rows() const override { return rows_; }
  StreamPtr<std::int64_t> open_positions() const override {
    return std::make_unique<RangeStream>(count_);
  }

 private:
  std::shared_ptr<const Structure> rows_;
  std::int64_t count_;
};

/// Without elements, a header of a hundred bytes can claim any number of samples, and a walk over
/// them would never end.
void check_worth_walking(const Structure& structure, const Tensors& tensors) {
  constexpr std::int64_t most = 1 << 20;
  const bool are_empty = std::all_of(tensors.begin(), tensors.end(),
                                     [](const Tensor& tensor) { return tensor.size() == 0; });
  if (!are_empty || tensors[0].dim(0) <= most) return;
  throw ShapeError("Dataset", fmt::format("at most {} samples without elements", most),
                   "tensors of shapes " + to_string(structure));
}

Tensor gathered(const Tensor& tensor, const std::vector<std::int64_t>& positions) {
  Shape shape = tensor.shape();
  shape[0] = static_cast<std::int64_t>(positions.size());
  Tensor result = Tensor::empty(shape, tensor.dtype(), Device::cpu);
  result.trainable(false);
  const std::size_t row_bytes =
      tensor.dim(0) == 0 ? 0 : bytes_of(tensor).size() / static_cast<std::size_t>(tensor.dim(0));
  const std::byte* from = bytes_of(tensor).data();
  auto* to = static_cast<std::byte*>(result.raw());
  const std::size_t grain = std::size_t{1 << 17} / std::max<std::size_t>(1, row_bytes) + 1;
  parallel_for(std::ssize(positions), static_cast<std::int64_t>(grain),
               [&](std::int64_t begin, std::int64_t end) {
                 for (auto i = static_cast<std::size_t>(begin); std::cmp_less(i, end); ++i) {
                   const auto position = static_cast<std::size_t>(positions[i]);
                   std::memcpy(to + i * row_bytes, from + position * row_bytes, row_bytes);
                 }
               });
  return result;
}

}  // namespace

Structure gather_rows(const Structure& tensors, const std::vector<std::int64_t>& positions) {
  return tensors.map([&](const Tensor& tensor) {
    return tensor.defined() ? gathered(tensor, positions) : tensor;
  });
}

Structure share_rows(const std::shared_ptr<const Structure>& tensors, std::int64_t begin,
                     std::int64_t end) {
  return tensors->map([&](const Tensor& tensor) {
    if (!tensor.defined()) return tensor;
    const std::span<const std::byte> bytes = bytes_of(tensor);
    const std::size_t row_bytes = bytes.size() / static_cast<std::size_t>(tensor.dim(0));
    Shape shape = tensor.shape();
    shape[0] = end - begin;
    Tensor rows = Tensor::from_read_only(bytes.data() + static_cast<std::size_t>(begin) * row_bytes,
                                         shape, tensor.dtype(), tensors);
    rows.trainable(false);
    return rows;
  });
}

StreamPtr<Structure> stream_rows(std::shared_ptr<const Structure> rows,
                                 StreamPtr<std::int64_t> positions) {
  return std::make_unique<RowStream>(std::move(rows), std::move(positions));
}

NodePtr from_tensors(const Structure& structure) {
  Tensors tensors = structure.flatten();
  std::erase_if(tensors, [](const Tensor& tensor) { return !tensor.defined(); });
  if (tensors.empty()) throw ValueError("Dataset", "at least one tensor", "none");
  for (const Tensor& tensor : tensors)
    if (tensor.rank() == 0 || tensor.dim(0) != tensors[0].dim(0))
      throw ShapeError("Dataset", "tensors of one length along axis 0",
                       "tensors of shapes " + to_string(structure));
  check_worth_walking(structure, tensors);
  auto rows = std::make_shared<Structure>(structure.map(
      [](const Tensor& tensor) { return tensor.defined() ? in_row_major_order(tensor) : tensor; }));
  return std::make_shared<RowsNode>(std::move(rows), tensors[0].dim(0));
}

}  // namespace beras::data
