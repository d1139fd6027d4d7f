// Who holds whom among Diffables.
#include <algorithm>

#include <beras/base/error.h>
#include <beras/core/diffable_state_internal.h>

namespace beras {

Diffable::State::Level Diffable::State::children_states() const {
  Level states;
  for (const auto& child : children) {
    if (child->state_) states.insert(child->state_);
  }
  return states;
}

Diffable::State::Level Diffable::State::parent_states() {
  const std::lock_guard lock(mutex);
  Level states;
  for (const auto& weak : parents_) {
    const std::shared_ptr<State> parent = weak.lock();
    const auto is_this = [this](const auto& child) { return child->state_.get() == this; };
    if (parent && std::any_of(parent->children.begin(), parent->children.end(), is_this))
      states.insert(parent);
  }
  return states;
}

void Diffable::State::adopt(const std::shared_ptr<State>& parent,
                            const std::shared_ptr<State>& child, const std::string& who) {
  // Not fewer than anybody needs, and far from what overflows a stack of 8 MiB.
  constexpr int most_levels = 500;
  const auto count_levels = [](const std::shared_ptr<State>& first, auto&& next_of) {
    int levels = 0;
    for (Level level = {first}; !level.empty(); ++levels) {
      Level next;
      for (const auto& state : level) next.merge(next_of(*state));
      level.swap(next);
    }
    return levels;
  };
  bool is_circle = parent == child;
  const int below = count_levels(child, [&](State& state) {
    Level states = state.children_states();
    is_circle = is_circle || states.contains(parent);
    return states;
  });
  if (is_circle) {
    throw ValueError(who, "a layer that does not hold this one", "this one, or one that holds it",
                     "A layer cannot be part of itself");
  }
  const int above = count_levels(parent, [](State& state) { return state.parent_states(); });
  if (above + below > most_levels) {
    throw ValueError(who, "layers nested at most " + std::to_string(most_levels) + " deep",
                     std::to_string(above + below) + " levels");
  }
  const std::lock_guard lock(child->mutex);
  std::erase_if(child->parents_, [](const auto& weak) { return weak.expired(); });
  child->parents_.push_back(parent);
}

}  // namespace beras
