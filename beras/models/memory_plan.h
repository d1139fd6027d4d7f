// How much memory a training step needs, layer by layer, known before the training.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include <beras/base/export.h>

namespace beras {

/// Bytes, by what they are for. Blocks count as the pool of memory hands them out, which is up to a
/// quarter more than what is in them.
struct MemoryUse {
  /// Of a layer, trainable or not.
  std::size_t weights = 0;
  /// What calls made and the tape, or a later layer, still needs.
  std::size_t activations = 0;
  /// What the walk back over the tape made and somebody still needs.
  std::size_t gradients = 0;
  /// The optimizer's state of the layer's weights.
  std::size_t optimizer = 0;
  /// What is freed before the call, the gradient or the update that made it ends.
  std::size_t workspace = 0;

  std::size_t total() const { return weights + activations + gradients + optimizer + workspace; }
};

/// What is in use at the moment of a training step when most is: see Model::plan.
struct BERAS_API MemoryPlan {
  struct Row {
    /// A layer as "dense_1 (Dense)", the loss, or "other".
    std::string name;
    MemoryUse use;
  };

  std::int64_t batch_size = 0;
  /// The model's layers in their order, then the loss, then what belongs to neither.
  std::vector<Row> rows;

  /// The sum of all rows. Its total is the peak.
  MemoryUse use() const;
  std::size_t peak() const { return use().total(); }
};

/// A table, as that of Model::summary.
BERAS_API std::string to_string(const MemoryPlan& plan);
BERAS_API std::ostream& operator<<(std::ostream& stream, const MemoryPlan& plan);

}  // namespace beras
