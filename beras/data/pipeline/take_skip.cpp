#include <algorithm>

#include <beras/data/dataset.h>
#include <beras/data/pipeline/order_node_internal.h>

namespace beras::data {
namespace {

template <typename T>
class TakeStream : public Stream<T> {
 public:
  TakeStream(StreamPtr<T> input, std::int64_t count) : input_(std::move(input)), left_(count) {}

  std::optional<T> next() override {
    if (left_ == 0) return std::nullopt;
    --left_;
    return input_->next();
  }

 private:
  StreamPtr<T> input_;
  std::int64_t left_;
};

template <typename T>
class SkipStream : public Stream<T> {
 public:
  SkipStream(StreamPtr<T> input, std::int64_t count) : input_(std::move(input)), left_(count) {}

  std::optional<T> next() override {
    for (; left_ > 0; --left_)
      if (!input_->next()) return std::nullopt;
    return input_->next();
  }

 private:
  StreamPtr<T> input_;
  std::int64_t left_;
};

class TakeNode : public OrderNode<TakeNode> {
 public:
  TakeNode(NodePtr input, std::int64_t count) : OrderNode(std::move(input)), count_(count) {}

  template <typename T>
  StreamPtr<T> walk() const {
    return std::make_unique<TakeStream<T>>(open_as<T>(*input()), count_);
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    const std::int64_t all = input()->cardinality(of_generators);
    if (all == Dataset::unknown) return count_ == 0 ? 0 : Dataset::unknown;
    return all == Dataset::infinite ? count_ : std::min(all, count_);
  }

 private:
  std::int64_t count_;
};

class SkipNode : public OrderNode<SkipNode> {
 public:
  SkipNode(NodePtr input, std::int64_t count) : OrderNode(std::move(input)), count_(count) {}

  template <typename T>
  StreamPtr<T> walk() const {
    return std::make_unique<SkipStream<T>>(open_as<T>(*input()), count_);
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    const std::int64_t all = input()->cardinality(of_generators);
    return all < 0 ? all : std::max<std::int64_t>(0, all - count_);
  }

 private:
  std::int64_t count_;
};

}  // namespace

NodePtr take(NodePtr input, std::int64_t count) {
  return std::make_shared<TakeNode>(std::move(input), count);
}

NodePtr skip(NodePtr input, std::int64_t count) {
  return std::make_shared<SkipNode>(std::move(input), count);
}

}  // namespace beras::data
