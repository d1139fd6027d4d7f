// The walk back over a tape's records. Private to core.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <beras/core/call.h>

namespace beras {

class ReadyGradients;

/// Plans once which records lie between sources and targets, then runs as often as gradients are
/// asked for.
class GradientWalk {
 public:
  using Records = std::vector<std::shared_ptr<const Call>>;

  /// What the tape has followed, and so can give gradients for.
  struct Followed {
    /// If given, these tensors alone, and what depends on them.
    const Tensors* only = nullptr;
    /// Frozen weights too.
    bool frozen = false;
  };

  /// TapeError if a tensor of a record on the way was changed.
  GradientWalk(const Records& records, const Tensors& targets, const Tensors& sources,
               Followed followed);

  /// One gradient for each source, undefined where none flows; `upstream` has one for each target.
  /// `ready`, if any, is told of each as soon as it is final.
  Tensors run(const Tensors& upstream, ReadyGradients* ready = nullptr) const;
  /// The same; drops each of `records` as soon as the walk has passed it.
  Tensors run_and_free(const Tensors& upstream, Records& records, ReadyGradients* ready = nullptr);

 private:
  friend class ReadyGradients;

  /// One record to visit.
  struct Step {
    std::shared_ptr<const Call> call;
    std::vector<bool> wanted_inputs;
    bool wants_weights = false;
  };
  using Gradients = std::unordered_map<std::uint64_t, Tensor>;

  Gradients seed(const Tensors& upstream) const;
  void visit(const Step& step, Gradients& gradients) const;
  Tensors collect(const Gradients& gradients) const;
  static void accumulate(Gradients& gradients, const Tensor& tensor, const Tensor& gradient);

  std::vector<Step> steps_;  // the last call first
  Tensors targets_;
  Tensors sources_;
  std::unordered_set<std::uint64_t> source_ids_;
};

}  // namespace beras
