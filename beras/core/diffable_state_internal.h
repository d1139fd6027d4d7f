// What all copies of a Diffable share, and how its rule is found out. Private to core.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <beras/core/diffable.h>

namespace beras {

struct Diffable::State {
  std::mutex mutex;
  Tensors weights;
  std::vector<std::shared_ptr<Diffable>> children;
  bool frozen = false;
  Tensors frozen_weights;
  std::vector<std::shared_ptr<Diffable>> frozen_children;
  std::atomic<int> rule = -1;  // -1: not asked yet

  /// What graphs keep, as long as any does: the same object for all calls of all copies.
  std::weak_ptr<const Diffable> kept;
  std::vector<std::weak_ptr<const SymbolicCall>> symbolic_calls;

  /// Makes this one a parent of the child. ValueError if the child holds this one, or if they would
  /// be nested deeper than a stack has room for: weights, calls and destructors go down all levels.
  static void adopt(const std::shared_ptr<State>& parent, const std::shared_ptr<State>& child,
                    const std::string& who);

  /// The call must not own its Diffable, which owns this state.
  void keep(std::shared_ptr<const Call> call) {
    const std::lock_guard lock(mutex);
    latest_.swap(call);
  }
  std::shared_ptr<const Call> latest_call() {
    const std::lock_guard lock(mutex);
    return latest_;
  }

 private:
  using Level = std::set<std::shared_ptr<State>>;
  Level children_states() const;
  Level parent_states();

  std::shared_ptr<const Call> latest_;
  std::vector<std::weak_ptr<State>> parents_;  // may name some that are no parents any more
};

/// True while a Diffable is asked how it states its gradient.
bool asking_for_rule();
/// The default of a gradient function was reached, so it is not overridden.
void rule_is_default();
/// Thrown by whatever a rule reads of its call while it is only asked whether it exists.
struct RuleAsked {};

}  // namespace beras
