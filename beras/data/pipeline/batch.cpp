#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include <beras/base/error.h>
#include <beras/data/elements_internal.h>
#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

/// Up to `size` values; none of them if there are none, or too few with `drop_remainder`.
template <typename T>
std::vector<T> collect(Stream<T>& input, std::int64_t size, bool drop_remainder) {
  std::vector<T> values;
  while (static_cast<std::int64_t>(values.size()) < size) {
    auto value = input.next();
    if (!value) {
      if (drop_remainder) values.clear();
      break;
    }
    values.push_back(std::move(*value));
  }
  return values;
}

void check_alike(const Tensor& first, const Tensor& other) {
  if (other.shape() != first.shape())
    throw ShapeError("Dataset.batch", "elements of one shape, " + to_string(first.shape()),
                     to_string(other.shape()));
  if (other.dtype() != first.dtype())
    throw DTypeError("Dataset.batch",
                     fmt::format("elements of one dtype, {}", dtype_name(first.dtype())),
                     std::string(dtype_name(other.dtype())));
}

/// Tensor number `index` of all elements, stacked: (count, ...); undefined if they are.
Tensor stack(const std::vector<Tensors>& elements, std::size_t index) {
  const Tensor& first = elements[0][index];
  for (const Tensors& element : elements) {
    if (first.defined() != element[index].defined())
      throw ValueError("Dataset.batch", "a tensor in all elements or in none", "one in some");
  }
  if (!first.defined()) return first;
  for (const Tensors& element : elements) check_alike(first, element[index]);
  Shape shape = first.shape();
  shape.insert(shape.begin(), static_cast<std::int64_t>(elements.size()));
  Tensor result = Tensor::empty(shape, first.dtype(), Device::cpu);
  result.trainable(false);
  auto* to = static_cast<std::byte*>(result.raw());
  for (const Tensors& element : elements) {
    const Tensor packed = in_row_major_order(element[index]);
    const auto bytes = bytes_of(packed);
    std::memcpy(to, bytes.data(), bytes.size());
    to += bytes.size();
  }
  return result;
}

class BatchStream : public Stream<Structure> {
 public:
  BatchStream(StreamPtr<Structure> input, std::int64_t size, bool drop_remainder)
      : input_(std::move(input)), size_(size), drop_remainder_(drop_remainder) {}

  std::optional<Structure> next() override {
    const auto elements = collect(*input_, size_, drop_remainder_);
    if (elements.empty()) return std::nullopt;
    std::vector<Tensors> flat;
    for (const Structure& element : elements) {
      assert_same_structure("Dataset.batch", elements[0], element);
      flat.push_back(element.flatten());
    }
    Tensors stacked;
    for (std::size_t i = 0; i < flat[0].size(); ++i) stacked.push_back(stack(flat, i));
    return elements[0].pack_as(stacked);
  }

 private:
  StreamPtr<Structure> input_;
  std::int64_t size_;
  bool drop_remainder_;
};

bool are_consecutive(const std::vector<std::int64_t>& positions) {
  return std::adjacent_find(positions.begin(), positions.end(),
                            [](auto a, auto b) { return b != a + 1; }) == positions.end();
}

/// The fast way for rows of tensors: those in a row are not copied at all, others once, straight
/// into their batch.
class RowBatchStream : public Stream<Structure> {
 public:
  RowBatchStream(std::shared_ptr<const Structure> rows, StreamPtr<std::int64_t> positions,
                 std::int64_t size, bool drop_remainder)
      : rows_(std::move(rows)),
        positions_(std::move(positions)),
        size_(size),
        drop_remainder_(drop_remainder) {}

  std::optional<Structure> next() override {
    const auto positions = collect(*positions_, size_, drop_remainder_);
    if (positions.empty()) return std::nullopt;
    if (are_consecutive(positions))
      return share_rows(rows_, positions.front(), positions.back() + 1);
    return gather_rows(*rows_, positions);
  }

 private:
  std::shared_ptr<const Structure> rows_;
  StreamPtr<std::int64_t> positions_;
  std::int64_t size_;
  bool drop_remainder_;
};

class BatchNode : public Node {
 public:
  BatchNode(NodePtr input, std::int64_t size, bool drop_remainder)
      : Node(input), input_(std::move(input)), size_(size), drop_remainder_(drop_remainder) {}

  StreamPtr<Structure> open() const override {
    if (auto rows = input_->rows())
      return std::make_unique<RowBatchStream>(std::move(rows), input_->open_positions(), size_,
                                              drop_remainder_);
    return std::make_unique<BatchStream>(input_->open(), size_, drop_remainder_);
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    const std::int64_t elements = input_->cardinality(of_generators);
    if (elements < 0) return elements;
    return elements / size_ + (elements % size_ != 0 && !drop_remainder_ ? 1 : 0);
  }

 private:
  NodePtr input_;
  std::int64_t size_;
  bool drop_remainder_;
};

}  // namespace

NodePtr batch(NodePtr input, std::int64_t size, bool drop_remainder) {
  return std::make_shared<BatchNode>(std::move(input), size, drop_remainder);
}

}  // namespace beras::data
