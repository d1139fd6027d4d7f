#include <limits>

#include <beras/data/dataset.h>
#include <beras/data/pipeline/order_node_internal.h>

namespace beras::data {
namespace {

template <typename T>
class RepeatStream : public Stream<T> {
 public:
  RepeatStream(NodePtr input, std::int64_t count) : input_(std::move(input)), left_(count) {}

  std::optional<T> next() override {
    while (left_ != 0) {
      if (!pass_) pass_ = open_as<T>(*input_);
      if (auto value = pass_->next()) {
        pass_is_empty_ = false;
        return value;
      }
      pass_.reset();
      if (left_ > 0) --left_;
      // Nothing, repeated without end, is nothing.
      if (pass_is_empty_) left_ = 0;
      pass_is_empty_ = true;
    }
    return std::nullopt;
  }

 private:
  NodePtr input_;
  std::int64_t left_;
  StreamPtr<T> pass_;
  bool pass_is_empty_ = true;
};

class RepeatNode : public OrderNode<RepeatNode> {
 public:
  RepeatNode(NodePtr input, std::int64_t count) : OrderNode(std::move(input)), count_(count) {}

  template <typename T>
  StreamPtr<T> walk() const {
    return std::make_unique<RepeatStream<T>>(input(), count_);
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    const std::int64_t once = input()->cardinality(of_generators);
    if (once == 0 || count_ == 0) return 0;
    if (once == Dataset::infinite || count_ == Dataset::infinite) return Dataset::infinite;
    if (once == Dataset::unknown) return Dataset::unknown;
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    return once > most / count_ ? most : once * count_;
  }

 private:
  std::int64_t count_;
};

}  // namespace

NodePtr repeat(NodePtr input, std::int64_t count) {
  return std::make_shared<RepeatNode>(std::move(input), count);
}

}  // namespace beras::data
