#include <atomic>

#include <beras/base/random.h>
#include <beras/data/pipeline/order_node_internal.h>

namespace beras::data {
namespace {

std::uint64_t random_bits(std::uint64_t key, std::uint64_t counter) {
  const auto words = philox(key, counter);
  return static_cast<std::uint64_t>(words[0]) << 32 | words[1];
}

/// Keeps `buffer_size` values and gives a random one; with room for all, this is the Fisher-Yates
/// shuffle.
template <typename T>
class ShuffleStream : public Stream<T> {
 public:
  ShuffleStream(StreamPtr<T> input, std::int64_t buffer_size, std::uint64_t key)
      : input_(std::move(input)), buffer_size_(static_cast<std::size_t>(buffer_size)), key_(key) {}

  std::optional<T> next() override {
    while (input_ && buffer_.size() < buffer_size_) {
      auto value = input_->next();
      if (value)
        buffer_.push_back(std::move(*value));
      else
        input_.reset();
    }
    if (buffer_.empty()) return std::nullopt;
    std::swap(buffer_[random_place()], buffer_.back());
    T chosen = std::move(buffer_.back());
    buffer_.pop_back();
    return chosen;
  }

 private:
  /// Uniform in [0, buffer size): the upper half of a 64 by 64 bit product.
  std::size_t random_place() {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(random_bits(key_, drawn_++)) * buffer_.size();
    return static_cast<std::size_t>(product >> 64);
  }

  StreamPtr<T> input_;
  std::size_t buffer_size_;
  std::uint64_t key_;
  std::uint64_t drawn_ = 0;
  std::vector<T> buffer_;
};

class ShuffleNode : public OrderNode<ShuffleNode> {
 public:
  ShuffleNode(NodePtr input, std::int64_t buffer_size, std::uint64_t seed, bool reshuffle)
      : OrderNode(std::move(input)),
        buffer_size_(buffer_size),
        seed_(seed),
        reshuffle_(reshuffle) {}

  template <typename T>
  StreamPtr<T> walk() const {
    const std::uint64_t count = reshuffle_ ? walks_.fetch_add(1) : 0;
    return std::make_unique<ShuffleStream<T>>(open_as<T>(*input()), buffer_size_,
                                              random_bits(seed_, count));
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    return input()->cardinality(of_generators);
  }

 private:
  std::int64_t buffer_size_;
  std::uint64_t seed_;
  bool reshuffle_;
  mutable std::atomic<std::uint64_t> walks_ = 0;
};

}  // namespace

NodePtr shuffle(NodePtr input, std::int64_t buffer_size, std::uint64_t seed, bool reshuffle) {
  return std::make_shared<ShuffleNode>(std::move(input), buffer_size, seed, reshuffle);
}

}  // namespace beras::data
