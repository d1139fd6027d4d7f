// A pipeline of samples: where they come from and what is done to them, stated once and walked as
// often as one likes.
#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/structure.h>

namespace beras {

namespace data {
class Node;
template <typename T>
class Stream;
}  // namespace data

/// How Dataset::shuffle works.
struct ShuffleOptions {
  /// The number of samples that are drawn from; all of them unless given.
  std::optional<std::int64_t> buffer_size = std::nullopt;
  /// Equal seeds give equal orders; drawn from SeedGenerator::global() unless given.
  std::optional<std::uint64_t> seed = std::nullopt;
  /// Whether each walk has an order of its own, or all have the first one's.
  bool reshuffle_each_iteration = true;
};

/// A sequence of elements, each a structure of tensors: x, (x, y) or (x, y, sample_weight) for
/// `fit`, where each of them may be a list or a map.
///
/// ```cpp
/// auto data = Dataset::from_tensors(x, y).shuffle({.seed = 7}).batch(128).prefetch(2);
/// for (const Structure& batch : data) model.train_on_batch(batch[0], batch[1]);
/// ```
///
/// A Dataset is an immutable value: every transformation returns a new one, and copies share what
/// they are made of. ValueError for more than 1000 transformations in a row, and where so many
/// elements would be kept at once that this machine has no memory for them. Elements come in an
/// order that depends on the seed alone, never on threads. Their tensors are not trainable: to
/// tapes they are constants. Errors of generators and functions reach whoever walks, also from a
/// background thread.
class BERAS_API Dataset {
 public:
  /// What cardinality() says of an endless one, and where only walking would tell.
  static constexpr std::int64_t infinite = -1;
  static constexpr std::int64_t unknown = -2;

  /// Returns the next element, or none at the end.
  using Generator = std::function<std::optional<Structure>()>;
  using Function = std::function<Structure(const Structure&)>;

  /// One element for each position along axis 0, of the same structure. The tensors' memory is
  /// shared, not copied.
  ///
  /// ShapeError for scalars and for unequal lengths, ValueError for no tensors.
  static Dataset from_tensors(const Structure& tensors);
  static Dataset from_tensors(const Structure& x, const Structure& y) {
    return from_tensors(Structure::tuple({x, y}));
  }
  static Dataset from_tensors(const Structure& x, const Structure& y,
                              const Structure& sample_weight) {
    return from_tensors(Structure::tuple({x, y, sample_weight}));
  }
  /// What a fresh generator yields; `start` is called once a walk.
  static Dataset from_generator(std::function<Generator()> start);
  /// The elements of several datasets side by side, in one tuple, as long as the shortest lasts:
  /// what a list or a tuple holds, and tensors and maps as they are. ValueError for none, and for
  /// more than 10,000 with those that are zipped already.
  static Dataset zip(const std::vector<Dataset>& datasets);

  /// The elements in random order: each is drawn from the next `buffer_size` ones.
  ///
  /// The k-th walk over this dataset, or over one made from it, has order k of the seed. ValueError
  /// for a buffer below 1, and without a buffer size for a dataset that may be endless: one made by
  /// `repeat()` or `from_generator`, unless `take` bounds it.
  Dataset shuffle(const ShuffleOptions& options = {}) const;
  /// `size` elements stacked along a new axis 0; the last batch may be smaller, or is left out with
  /// `drop_remainder`. Batches of rows in their order are the tensors' own memory, and may only be
  /// read.
  ///
  /// ValueError for a size below 1 or beyond all memory; when walked, ShapeError,
  /// DTypeError or ValueError for elements that do not go together.
  Dataset batch(std::int64_t size, bool drop_remainder = false) const;
  /// `function` of each element.
  Dataset map(Function function) const;
  /// The whole `count` times over; endlessly without a count. ValueError for a negative one, apart
  /// from `infinite`.
  Dataset repeat(std::int64_t count = infinite) const;
  /// The first `count` elements; ValueError for a negative count.
  Dataset take(std::int64_t count) const;
  /// All but the first `count` elements; ValueError for a negative count.
  Dataset skip(std::int64_t count) const;
  /// The same elements, made by a background thread of each walk that is up to `count` ahead.
  ///
  /// Generators and functions before it run on that thread. Ending a walk early waits for the
  /// element in the making. ValueError for a count below 1.
  Dataset prefetch(std::int64_t count) const;

  /// The number of elements, `infinite` or `unknown`.
  std::int64_t cardinality() const;

  class Iterator;
  /// Starts a walk.
  Iterator begin() const;
  std::default_sentinel_t end() const { return {}; }

 private:
  explicit Dataset(std::shared_ptr<const data::Node> node);
  /// ValueError for one that was moved from.
  const std::shared_ptr<const data::Node>& node(const char* method) const;

  std::shared_ptr<const data::Node> node_;
};

/// One walk over a dataset; copies are the same walk.
class BERAS_API Dataset::Iterator {
 public:
  using value_type = Structure;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  explicit Iterator(std::shared_ptr<data::Stream<Structure>> stream);
  /// IndexError at the end.
  const Structure& operator*() const;
  const Structure* operator->() const { return &**this; }
  /// ValueError for one that was moved from.
  Iterator& operator++();
  void operator++(int) { ++*this; }
  bool operator==(std::default_sentinel_t) const { return !element_; }

 private:
  std::shared_ptr<data::Stream<Structure>> stream_;
  std::optional<Structure> element_;
};

}  // namespace beras
