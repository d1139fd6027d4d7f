// What all copies of a Diffable share, and how its rule is found out. Private to core.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
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
  std::shared_ptr<const Call> latest_;
};

/// True while a Diffable is asked how it states its gradient.
bool asking_for_rule();
/// The default of a gradient function was reached, so it is not overridden.
void rule_is_default();
/// Thrown by whatever a rule reads of its call while it is only asked whether it exists.
struct RuleAsked {};

}  // namespace beras
