// What a tape knows of writes in place: each is an operation of its own, on the block of memory.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/call.h>
#include <beras/core/diffable.h>

namespace beras {

/// The blocks of memory into which something was written that a tape follows.
///
/// A block stands on the tape under an identity of its own, that of its elements in a row. A write
/// is recorded as: the block and the value give the block. A tensor that shows elements of the
/// block is brought up to date where a call reads it, by a record of the block giving the tensor.
/// As the walk back passes these records in their order, identities need not change.
class BERAS_API WriteLog {
 public:
  using Records = std::vector<std::shared_ptr<const Call>>;

  // For all tapes that record on this thread.

  /// To be asked before a write. TapeError if `target` shows elements of a weight and one of
  /// `inputs` was computed on a tape. True if the write is to be recorded.
  static bool is_to_record(const Tensor& target, const Tensors& inputs, const char* who);
  /// After it: `value`, of the target's shape and dtype, is what `target` holds now. `seen_from` is
  /// the tensor whose memory that is, where `target` may be a view that no tape has recorded.
  static void record(const Tensor& target, const Tensor& value, const Tensor& seen_from = {});
  /// The same for a write whose gradient is an error in the name of `who`.
  static void record_opaque(const std::string& who, const Tensor& target, const Tensors& inputs,
                            const Tensor& seen_from = {});
  /// The tensor that recorded calls made `view` of; itself if none did.
  static Tensor origin_of(Tensor view);
  /// Brings tensors up to date before a call reads them.
  static void refresh(const Tensors& tensors);
  /// Notes that a recorded call made `view` of a tensor that is up to date.
  static void note_view(const Tensor& view);
  /// True if a recording tape knows a write into the memory of this tensor.
  static bool knows(const Tensor& tensor);

  // For one tape.

  void refresh(const Tensor& tensor, Records& records);
  /// TapeError if a source was written over.
  void check_sources(const Tensors& sources) const;

 private:
  /// How often the memory was written as far as the tape knows.
  struct Count {
    Tensor whole;
    std::string what;  // the tensor whose memory it is
    std::uint64_t version = 0;
    bool missed = false;
    void check() const;
  };
  struct Block {
    std::shared_ptr<Count> count;
    /// The tensors that stand for what the block holds now.
    std::unordered_set<std::uint64_t> current;
    const Tensor& whole() const { return count->whole; }
  };
  class Rule;
  class Written;
  class WrittenOpaquely;
  class Shown;
  class Adopted;

  /// Puts a write on every tape that records: of a value, or if `opaque` names one, of NumPy's.
  static void record_on_all(const Tensor& target, const Tensor& seen_from, const Tensors& inputs,
                            const std::string& opaque);
  /// The block that `target` lies in; a new one, where it is the first written there.
  Block& block_of(const Tensor& target, const Tensor& seen_from, Records& records);
  Block* find(const Tensor& tensor);
  static Tensor origin_of(Tensor view, const Records& records);

  std::vector<Block> blocks_;
};

}  // namespace beras
