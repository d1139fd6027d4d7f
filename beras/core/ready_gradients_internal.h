// Gradients that are told of as soon as they are final. Private to core.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <beras/core/gradient_tape.h>
#include <beras/core/gradient_walk_internal.h>

namespace beras {

/// Calls `GradientOptions::on_ready` along one walk: a gradient is final after the last step that
/// may add to it.
class ReadyGradients {
 public:
  ReadyGradients(const GradientWalk& walk, const GradientOptions& options);

  /// Before the first step: of those to which no step adds.
  void begin(GradientWalk::Gradients& gradients);
  /// After each step: of those to which it was the last to add.
  void pass_step(GradientWalk::Gradients& gradients);
  /// The gradient of each source.
  const Tensors& all() const { return all_; }

 private:
  using Positions = std::vector<std::size_t>;

  void tell(std::size_t source, GradientWalk::Gradients& gradients);
  Tensor taken(std::uint64_t id, GradientWalk::Gradients& gradients);

  const GradientOptions& options_;
  Tensors sources_;
  std::unordered_set<std::uint64_t> followed_;
  /// How many sources, and steps still to come as their output, will ask for the gradient.
  std::unordered_map<std::uint64_t, int> asked_for_;
  Positions at_once_;
  std::vector<Positions> due_;  // after each step
  std::size_t step_ = 0;
  Tensors all_;
};

}  // namespace beras
