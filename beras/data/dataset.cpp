#include <limits>
#include <string>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/data/dataset.h>
#include <beras/data/pipeline/node_internal.h>

namespace beras {
namespace {

void check_at_least(std::int64_t least, std::int64_t value, const std::string& method,
                    const std::string& what) {
  if (value < least)
    throw ValueError("Dataset." + method, what + " of at least " + std::to_string(least),
                     std::to_string(value));
}

}  // namespace

Dataset Dataset::from_tensors(const Tensors& tensors) {
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
  for (const Dataset& dataset : datasets) nodes.push_back(dataset.node_);
  return Dataset(data::zip(std::move(nodes)));
}

Dataset Dataset::shuffle(const ShuffleOptions& options) const {
  const auto buffer_size = options.buffer_size.value_or(std::numeric_limits<std::int64_t>::max());
  check_at_least(1, buffer_size, "shuffle", "a buffer size");
  const auto seed = options.seed ? *options.seed : SeedGenerator::global().next();
  return Dataset(data::shuffle(node_, buffer_size, seed, options.reshuffle_each_iteration));
}

Dataset Dataset::batch(std::int64_t size, bool drop_remainder) const {
  check_at_least(1, size, "batch", "a size");
  return Dataset(data::batch(node_, size, drop_remainder));
}

Dataset Dataset::map(Function function) const {
  if (!function) throw ValueError("Dataset.map", "a function", "an empty one");
  return Dataset(data::map(node_, std::move(function)));
}

Dataset Dataset::repeat(std::int64_t count) const {
  if (count != infinite) check_at_least(0, count, "repeat", "a count");
  return Dataset(data::repeat(node_, count));
}

Dataset Dataset::take(std::int64_t count) const {
  check_at_least(0, count, "take", "a count");
  return Dataset(data::take(node_, count));
}

Dataset Dataset::skip(std::int64_t count) const {
  check_at_least(0, count, "skip", "a count");
  return Dataset(data::skip(node_, count));
}

Dataset Dataset::prefetch(std::int64_t count) const {
  check_at_least(1, count, "prefetch", "a count");
  return Dataset(data::prefetch(node_, count));
}

std::int64_t Dataset::cardinality() const { return node_->cardinality(); }

Dataset::Iterator Dataset::begin() const { return Iterator(node_->open()); }

Dataset::Iterator::Iterator(std::shared_ptr<data::Stream<Tensors>> stream)
    : stream_(std::move(stream)), element_(stream_->next()) {}

Dataset::Iterator& Dataset::Iterator::operator++() {
  element_ = stream_->next();
  return *this;
}

}  // namespace beras
