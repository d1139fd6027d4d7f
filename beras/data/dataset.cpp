#include <algorithm>
#include <limits>
#include <string>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/data/dataset.h>
#include <beras/data/pipeline/node_internal.h>
#include <beras/tensor/memory_pool_internal.h>

namespace beras {
namespace {

void check_at_least(std::int64_t least, std::int64_t value, const std::string& method,
                    const std::string& what) {
  if (value < least)
    throw ValueError("Dataset." + method, what + " of at least " + std::to_string(least),
                     std::to_string(value));
}

/// The most elements there may be: generators may be endless, as nobody can know.
std::int64_t bound(const data::Node& node) { return node.cardinality(Dataset::infinite); }

/// Refuses to keep more elements at once than this machine has memory for, be they ever so small.
void check_kept(std::int64_t most, std::int64_t bound, const std::string& method) {
  const std::int64_t kept = bound == Dataset::infinite ? most : std::min(most, bound);
  const auto room = static_cast<std::int64_t>(machine_memory() / sizeof(std::int64_t));
  if (kept > room)
    throw ValueError("Dataset." + method,
                     "at most " + std::to_string(room) + " elements to keep in memory at once",
                     std::to_string(kept));
}

}  // namespace

Dataset::Dataset(std::shared_ptr<const data::Node> node) : node_(std::move(node)) {
  // Each is a few frames of the stack when the dataset is walked or destroyed.
  constexpr int most = 1000;
  if (node_->depth() > most)
    throw ValueError("Dataset", "at most " + std::to_string(most) + " transformations in a row",
                     std::to_string(node_->depth()), "Put several functions into one map");
  // Each is a stream of its own in every walk, and a part of every element.
  constexpr std::int64_t most_sources = 10000;
  if (node_->width() > most_sources)
    throw ValueError("Dataset.zip", "at most " + std::to_string(most_sources) + " datasets in all",
                     std::to_string(node_->width()));
}

const std::shared_ptr<const data::Node>& Dataset::node(const char* method) const {
  if (node_) return node_;
  throw ValueError(std::string("Dataset.") + method, "a dataset", "one that was moved from");
}

Dataset Dataset::from_tensors(const Structure& tensors) {
  return Dataset(data::from_tensors(tensors));
}

Dataset Dataset::from_generator(std::function<Generator()> start) {
  if (!start) throw ValueError("Dataset.from_generator", "a function", "an empty one");
  return Dataset(data::from_generator(std::move(start)));
}

Dataset Dataset::zip(const std::vector<Dataset>& datasets) {
  if (datasets.empty()) throw ValueError("Dataset.zip", "at least one dataset", "none");
  std::vector<data::NodePtr> nodes;
  nodes.reserve(datasets.size());
  for (const Dataset& dataset : datasets) nodes.push_back(dataset.node("zip"));
  return Dataset(data::zip(std::move(nodes)));
}

Dataset Dataset::shuffle(const ShuffleOptions& options) const {
  const auto buffer_size = options.buffer_size.value_or(std::numeric_limits<std::int64_t>::max());
  check_at_least(1, buffer_size, "shuffle", "a buffer size");
  const std::int64_t all = bound(*node("shuffle"));
  if (all == infinite && !options.buffer_size) {
    const bool is_endless = cardinality() == infinite;
    throw ValueError("Dataset.shuffle",
                     std::string("a buffer_size beside ") +
                         (is_endless ? "an endless dataset" : "a generator, which may be endless"),
                     "none", "Give buffer_size, or bound the dataset with take");
  }
  check_kept(buffer_size, all, "shuffle");
  const auto seed = options.seed ? *options.seed : SeedGenerator::global().next();
  return Dataset(
      data::shuffle(node("shuffle"), buffer_size, seed, options.reshuffle_each_iteration));
}

Dataset Dataset::batch(std::int64_t size, bool drop_remainder) const {
  check_at_least(1, size, "batch", "a size");
  check_kept(size, bound(*node("batch")), "batch");
  return Dataset(data::batch(node("batch"), size, drop_remainder));
}

Dataset Dataset::map(Function function) const {
  if (!function) throw ValueError("Dataset.map", "a function", "an empty one");
  return Dataset(data::map(node("map"), std::move(function)));
}

Dataset Dataset::repeat(std::int64_t count) const {
  if (count != infinite) check_at_least(0, count, "repeat", "a count");
  return Dataset(data::repeat(node("repeat"), count));
}

Dataset Dataset::take(std::int64_t count) const {
  check_at_least(0, count, "take", "a count");
  return Dataset(data::take(node("take"), count));
}

Dataset Dataset::skip(std::int64_t count) const {
  check_at_least(0, count, "skip", "a count");
  return Dataset(data::skip(node("skip"), count));
}

Dataset Dataset::prefetch(std::int64_t count) const {
  check_at_least(1, count, "prefetch", "a count");
  check_kept(count, bound(*node("prefetch")), "prefetch");
  return Dataset(data::prefetch(node("prefetch"), count));
}

std::int64_t Dataset::cardinality() const { return node("cardinality")->cardinality(unknown); }

Dataset::Iterator Dataset::begin() const { return Iterator(node("begin")->open()); }

Dataset::Iterator::Iterator(std::shared_ptr<data::Stream<Structure>> stream)
    : stream_(std::move(stream)), element_(stream_->next()) {}

const Structure& Dataset::Iterator::operator*() const {
  if (!element_) throw IndexError("Dataset.Iterator", "an element", "the end of the walk");
  return *element_;
}

Dataset::Iterator& Dataset::Iterator::operator++() {
  if (!stream_) throw ValueError("Dataset.Iterator", "a walk", "one that was moved from");
  element_ = stream_->next();
  return *this;
}

}  // namespace beras
