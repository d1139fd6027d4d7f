#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

class PrefetchStream : public Stream<Structure> {
 public:
  PrefetchStream(NodePtr input, std::int64_t count)
      : input_(std::move(input)),
        room_(static_cast<std::size_t>(count)),
        producer_([this] { produce(); }) {}

  ~PrefetchStream() override {
    {
      const std::lock_guard lock(mutex_);
      abandoned_ = true;
    }
    has_room_.notify_one();
    producer_.join();
  }

  std::optional<Structure> next() override {
    std::unique_lock lock(mutex_);
    has_news_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (ready_.empty()) {
      if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
      return std::nullopt;
    }
    Structure element = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    has_room_.notify_one();
    return element;
  }

 private:
  void produce() {
    std::exception_ptr failure;
    try {
      const StreamPtr<Structure> stream = input_->open();
      while (auto element = stream->next())
        if (!deliver(std::move(*element))) break;
    } catch (...) {
      failure = std::current_exception();
    }
    {
      const std::lock_guard lock(mutex_);
      failure_ = failure;
      ended_ = true;
    }
    has_news_.notify_one();
  }

  /// Waits for room; false if nobody wants the element any more.
  bool deliver(Structure element) {
    {
      std::unique_lock lock(mutex_);
      has_room_.wait(lock, [this] { return ready_.size() < room_ || abandoned_; });
      if (abandoned_) return false;
      ready_.push_back(std::move(element));
    }
    has_news_.notify_one();
    return true;
  }

  NodePtr input_;
  std::size_t room_;
  std::mutex mutex_;
  std::condition_variable has_news_;
  std::condition_variable has_room_;
  std::deque<Structure> ready_;
  std::exception_ptr failure_;
  bool ended_ = false;
  bool abandoned_ = false;
  std::thread producer_;  // Last: it begins when all that it uses is there.
};

class PrefetchNode : public Node {
 public:
  PrefetchNode(NodePtr input, std::int64_t count)
      : Node(input), input_(std::move(input)), count_(count) {}
  StreamPtr<Structure> open() const override {
    return std::make_unique<PrefetchStream>(input_, count_);
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    return input_->cardinality(of_generators);
  }

 private:
  NodePtr input_;
  std::int64_t count_;
};

}  // namespace

NodePtr prefetch(NodePtr input, std::int64_t count) {
  return std::make_shared<PrefetchNode>(std::move(input), count);
}

}  // namespace beras::data
