// What a Dataset is made of: nodes that are shared and never change, and the streams that walk
// them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <beras/core/structure.h>

namespace beras::data {

/// One walk: gives a value at a time, then none.
template <typename T>
class Stream {
 public:
  virtual ~Stream() = default;
  virtual std::optional<T> next() = 0;
};
template <typename T>
using StreamPtr = std::unique_ptr<Stream<T>>;

class Node;
using NodePtr = std::shared_ptr<const Node>;

/// A source or a transformation.
class Node {
 public:
  /// A source.
  Node() = default;
  /// A transformation of others.
  explicit Node(std::span<const NodePtr> inputs);
  explicit Node(const NodePtr& input) : Node(std::span(&input, 1)) {}
  virtual ~Node() = default;
  /// How many transformations there are up to here, along the longest way from a source.
  int depth() const { return depth_; }
  /// How many sources a walk walks at once: those of `zip` count each time they come.
  std::int64_t width() const { return width_; }
  /// Starts a walk.
  virtual StreamPtr<Structure> open() const = 0;
  /// As Dataset::cardinality, where generators count for `of_generators` elements: for `unknown`
  /// ones, or, so that it is what there may be at most, for `infinite` ones.
  virtual std::int64_t cardinality(std::int64_t of_generators) const = 0;

  /// The contiguous tensors whose rows the elements are; null where elements are no rows.
  virtual std::shared_ptr<const Structure> rows() const { return nullptr; }
  /// Starts a walk that only tells which rows, so that `batch` copies each but once; null where
  /// elements are no rows.
  virtual StreamPtr<std::int64_t> open_positions() const { return nullptr; }

 private:
  int depth_ = 0;
  std::int64_t width_ = 1;
};

/// The rows of contiguous `tensors` at `positions`, each tensor's stacked along axis 0.
Structure gather_rows(const Structure& tensors, const std::vector<std::int64_t>& positions);

/// Rows [begin, end) of contiguous `tensors`, in their memory: it may only be read, as it is the
/// data set's.
Structure share_rows(const std::shared_ptr<const Structure>& tensors, std::int64_t begin,
                     std::int64_t end);

/// The rows at `positions`, one element each.
StreamPtr<Structure> stream_rows(std::shared_ptr<const Structure> rows,
                                 StreamPtr<std::int64_t> positions);

/// The same values under identities that no tape follows.
Structure as_constants(const Structure& tensors);

NodePtr from_tensors(const Structure& structure);
NodePtr from_generator(std::function<std::function<std::optional<Structure>()>()> start);
NodePtr zip(std::vector<NodePtr> inputs);
NodePtr shuffle(NodePtr input, std::int64_t buffer_size, std::uint64_t seed, bool reshuffle);
NodePtr repeat(NodePtr input, std::int64_t count);
NodePtr take(NodePtr input, std::int64_t count);
NodePtr skip(NodePtr input, std::int64_t count);
NodePtr map(NodePtr input, std::function<Structure(const Structure&)> function);
NodePtr batch(NodePtr input, std::int64_t size, bool drop_remainder);
NodePtr prefetch(NodePtr input, std::int64_t count);

}  // namespace beras::data
