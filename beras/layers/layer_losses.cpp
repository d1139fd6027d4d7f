// What layers add to the loss besides what they compute.
#include <algorithm>
#include <unordered_set>

#include <beras/base/error.h>
#include <beras/base/thread_value_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/replay.h>
#include <beras/core/weight_rules.h>
#include <beras/layers/added_losses_internal.h>
#include <beras/layers/layer.h>
#include <beras/layers/running_call_internal.h>
#include <beras/ops/binary.h>

namespace beras::layers {
namespace {

void collect_layers(const Diffable& diffable, std::vector<const Layer*>& layers,
                    std::unordered_set<const Diffable*>& seen) {
  if (!seen.insert(&diffable).second) return;
  if (const auto* layer = cast_if<Layer>(diffable)) layers.push_back(layer);
  for (const auto& child : diffable.children()) collect_layers(*child, layers, seen);
}

/// The layer and all that it consists of, each once.
std::vector<const Layer*> with_parts(const Layer& layer) {
  std::vector<const Layer*> layers;
  std::unordered_set<const Diffable*> seen;
  collect_layers(layer, layers, seen);
  return layers;
}

}  // namespace

AddedLosses& AddedLosses::of_this_thread() { return thread_value<AddedLosses>(); }

void Layer::forget_losses() const {
  auto& [added, ignored] = AddedLosses::of_this_thread();
  if (added.empty() || ignored > 0) return;
  std::unordered_set<const void*> own;
  for (const Layer* layer : with_parts(*this)) own.insert(layer->facts_.built_for.get());
  std::erase_if(added, [&](const AddedLoss& loss) {
    const auto layer = loss.layer.lock();
    return !layer || own.contains(layer.get());
  });
}

void Layer::keep_loss(const Tensor& value) const {
  auto& [added, ignored] = AddedLosses::of_this_thread();
  if (ignored > 0 || is_replaying()) return;
  // What is called within others that state their gradients, no tape records.
  for (const RunningCall* call = RunningCall::innermost; call; call = call->caller)
    if (call->layer && call->layer != this) call->layer->check_may_add_losses();
  added.push_back({facts_.built_for, value});
}

void Layer::check_may_add_losses() const {
  if (rule() == Rule::composition) return;
  throw ValueError(label(), "a class written with operators where a call adds to the loss",
                   "one that states its gradients, which know nothing of it");
}

void Layer::add_loss(const Tensor& value) const {
  check_not_moved();
  if (!value.defined()) throw ValueError(label(), "a loss to add", "an undefined tensor");
  check_may_add_losses();
  keep_loss(value);
}

void Layer::add_activity_losses(const Tensors& outputs) const {
  if (AddedLosses::of_this_thread().ignored > 0 || is_replaying()) return;
  const WeightFunction& regularizer = facts_.activity_regularizer;
  for (const Tensor& output : outputs) {
    if (!output.defined()) continue;
    const Tensor loss = regularizer(output);
    keep_loss(output.rank() == 0 ? loss : ops::divide_no_nan(loss, output.dim(0)));
  }
}

Tensors Layer::losses() const {
  Tensors all;
  const std::vector<AddedLoss>& added = AddedLosses::of_this_thread().all;
  if (!added.empty()) {
    std::unordered_set<const void*> seen;
    for (const Layer* layer : with_parts(*this)) {
      const void* own = layer->facts_.built_for.get();
      if (!seen.insert(own).second) continue;
      for (const AddedLoss& loss : added)
        if (loss.layer.lock().get() == own) all.push_back(loss.value);
    }
  }
  if (any_weight_is_regularized()) {
    const Tensors of_weights = regularization_losses(trainable_variables());
    all.insert(all.end(), of_weights.begin(), of_weights.end());
  }
  return all;
}

}  // namespace beras::layers
