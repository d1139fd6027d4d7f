// Keras's order of the calls of a graph (keras.src.ops.function.map_graph): files and summaries
// number and list layers by it.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/core/graph_order_internal.h>

namespace beras {
namespace {

using CallPointer = std::shared_ptr<const SymbolicCall>;

/// The calls on the way back from the outputs to the inputs.
class Walk {
 public:
  explicit Walk(const Tensors& inputs) {
    for (const Tensor& input : inputs) inputs_.insert(symbol_key(input));
  }

  /// Goes back from one tensor. Not recursive, as a graph may be deeper than a stack has room for.
  void visit(const Tensor& output) {
    enter(output);
    while (!open_.empty()) {
      const CallPointer call = open_.back().call;
      const Tensors& given = call->inputs();
      if (open_.back().next < given.size()) {
        const Tensor& input = given[open_.back().next++];
        if (input.is_symbolic()) enter(input);
        continue;
      }
      finished.push_back(call);
      open_.pop_back();
    }
  }

  /// Each after all that it needs.
  Graph::Calls finished;
  /// The place at which one comes to somebody who is called.
  std::unordered_map<const Diffable*, int> first_visits;

 private:
  struct Open {
    CallPointer call;
    std::size_t next = 0;
  };

  void enter(const Tensor& tensor) {
    const CallPointer& call = tensor.symbol()->call;
    if (seen_.contains(call.get())) return;
    // What gives an input is outside, but what merely stands for one.
    if (!call->is_input() && inputs_.contains(symbol_key(tensor))) return;
    seen_.insert(call.get());
    const int visits = static_cast<int>(first_visits.size());
    first_visits.try_emplace(call->owner.get(), visits);
    open_.push_back({call});
  }

  std::set<SymbolKey> inputs_;
  std::unordered_set<const SymbolicCall*> seen_;
  std::vector<Open> open_;
};

/// The number of calls to the farthest output, as Keras counts it: one that is called several times
/// has the largest number of all calls so far.
struct Depths {
  std::vector<std::pair<CallPointer, int>>
      of_calls;  // in the order in which they are first counted
  std::map<const SymbolicCall*, std::size_t> place;
  std::unordered_map<const Diffable*, int> of_owners;

  int& of(const CallPointer& call) {
    const auto [found, is_new] = place.try_emplace(call.get(), of_calls.size());
    if (is_new) of_calls.emplace_back(call, 0);
    return of_calls[found->second].second;
  }
};

Depths depths_of(const Graph::Calls& finished) {
  std::unordered_set<const SymbolicCall*> in_graph;
  for (const CallPointer& call : finished) in_graph.insert(call.get());
  Depths depths;
  for (auto call = finished.rbegin(); call != finished.rend(); ++call) {
    int& of_owner = depths.of_owners[(*call)->owner.get()];
    const int depth = std::max(depths.of(*call), of_owner);
    depths.of(*call) = of_owner = depth;
    for (const Tensor& input : (*call)->inputs()) {
      if (!input.is_symbolic() || !in_graph.contains(input.symbol()->call.get())) continue;
      int& before = depths.of(input.symbol()->call);
      before = std::max(before, depth + 1);
    }
  }
  return depths;
}

void check_names(const Graph::Owners& owners) {
  std::set<std::string> names;
  for (const auto& owner : owners) {
    if (names.insert(owner->graph_name()).second) continue;
    throw ValueError("Model", "parts of unique names",
                     "two that are called \"" + owner->graph_name() + "\"",
                     "Give one of them another name");
  }
}

}  // namespace

GraphOrder order_of(const Tensors& inputs, const Tensors& outputs) {
  Walk walk(inputs);
  for (const Tensor& output : outputs) walk.visit(output);
  Depths depths = depths_of(walk.finished);
  // An input that no output depends on is an input all the same.
  for (const Tensor& input : inputs) {
    const CallPointer& call = input.symbol()->call;
    if (!call->is_input() || depths.of_owners.contains(call->owner.get())) continue;
    depths.of(call) = depths.of_owners[call->owner.get()] = 0;
    walk.first_visits[call->owner.get()] = -1;
  }
  std::stable_sort(depths.of_calls.begin(), depths.of_calls.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  GraphOrder order;
  std::unordered_set<const Diffable*> known;
  for (const auto& [call, depth] : depths.of_calls) {
    order.calls.push_back(call);
    if (known.insert(call->owner.get()).second) order.owners.push_back(call->owner);
  }
  std::stable_sort(order.owners.begin(), order.owners.end(), [&](const auto& a, const auto& b) {
    const int depth_a = depths.of_owners[a.get()], depth_b = depths.of_owners[b.get()];
    if (depth_a != depth_b) return depth_a > depth_b;
    return walk.first_visits[a.get()] < walk.first_visits[b.get()];
  });
  check_names(order.owners);
  return order;
}

}  // namespace beras
