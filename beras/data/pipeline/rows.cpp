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

class RowStream : public Stream<Tensors> {
 public:
  RowStream(std::shared_ptr<const Tensors> rows, StreamPtr<std::int64_t> positions)
      : rows_(std::move(rows)), positions_(std::move(positions)) {}

  std::optional<Tensors> next() override {
    const auto position = positions_->next();
    if (!position) return std::nullopt;
    Tensors element = gather_rows(*rows_, {*position});
    for (Tensor& tensor : element) {
      const Shape shape(tensor.shape().begin() + 1, tensor.shape().end());
      tensor = tensor.as_strided(shape, contiguous_strides(shape), 0);
      tensor.trainable(false);
    }
    return element;
  }

 private:
  std::shared_ptr<const Tensors> rows_;
  StreamPtr<std::int64_t> positions_;
};

class RowsNode : public Node {
 public:
  explicit RowsNode(std::shared_ptr<const Tensors> rows) : rows_(std::move(rows)) {}
  StreamPtr<Tensors> open() const override { return stream_rows(rows_, open_positions()); }
  std::int64_t cardinality(std::int64_t) const override { return rows_->front().dim(0); }
  std::shared_ptr<const Tensors> rows() const override { return rows_; }
  StreamPtr<std::int64_t> open_positions() const override {
    return std::make_unique<RangeStream>(rows_->front().dim(0));
  }

 private:
  std::shared_ptr<const Tensors> rows_;
};

std::string shapes_of(const Tensors& tensors) {
  std::string text;
  for (const Tensor& tensor : tensors)
    text += (text.empty() ? "" : ", ") + to_string(tensor.shape());
  return "tensors of shapes " + text;
}

/// Without elements, a header of a hundred bytes can claim any number of samples, and a walk over
/// them would never end.
void check_worth_walking(const Tensors& tensors) {
  constexpr std::int64_t most = 1 << 20;
  const bool are_empty = std::all_of(tensors.begin(), tensors.end(),
                                     [](const Tensor& tensor) { return tensor.size() == 0; });
  if (!are_empty || tensors[0].dim(0) <= most) return;
  throw ShapeError("Dataset", fmt::format("at most {} samples without elements", most),
                   shapes_of(tensors));
}

}  // namespace

Tensors gather_rows(const Tensors& tensors, const std::vector<std::int64_t>& positions) {
  Tensors gathered;
  gathered.reserve(tensors.size());
  for (const Tensor& tensor : tensors) {
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
    gathered.push_back(std::move(result));
  }
  return gathered;
}

Tensors share_rows(const std::shared_ptr<const Tensors>& tensors, std::int64_t begin,
                   std::int64_t end) {
  Tensors shared;
  shared.reserve(tensors->size());
  for (const Tensor& tensor : *tensors) {
    const std::span<const std::byte> bytes = bytes_of(tensor);
    const std::size_t row_bytes = bytes.size() / static_cast<std::size_t>(tensor.dim(0));
    Shape shape = tensor.shape();
    shape[0] = end - begin;
    Tensor rows = Tensor::from_read_only(bytes.data() + static_cast<std::size_t>(begin) * row_bytes,
                                         shape, tensor.dtype(), tensors);
    rows.trainable(false);
    shared.push_back(std::move(rows));
  }
  return shared;
}

StreamPtr<Tensors> stream_rows(std::shared_ptr<const Tensors> rows,
                               StreamPtr<std::int64_t> positions) {
  return std::make_unique<RowStream>(std::move(rows), std::move(positions));
}

NodePtr from_tensors(const Tensors& tensors) {
  if (tensors.empty()) throw ValueError("Dataset", "at least one tensor", "none");
  for (const Tensor& tensor : tensors)
    if (tensor.rank() == 0 || tensor.dim(0) != tensors[0].dim(0))
      throw ShapeError("Dataset", "tensors of one length along axis 0", shapes_of(tensors));
  check_worth_walking(tensors);
  auto rows = std::make_shared<Tensors>();
  for (const Tensor& tensor : tensors) rows->push_back(in_row_major_order(tensor));
  return std::make_shared<RowsNode>(std::move(rows));
}

}  // namespace beras::data
