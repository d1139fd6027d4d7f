// Calls with symbolic tensors: they are noted, not made.
#include <algorithm>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/core/diffable_state_internal.h>

namespace beras {

TensorSpecs Diffable::compute_output_spec(const Arguments& arguments, CallOptions options) const {
  prepare(arguments);
  return specs_of(arguments.inputs(), [&](const Tensors& inputs) {
    return apply(
        arguments.names().empty() ? Arguments(inputs) : Arguments(inputs, arguments.names()),
        options);
  });
}

Tensors Diffable::invoke_symbolically(const Arguments& arguments, CallOptions options) const {
  return note_call_by(arguments, options, {});
}

Tensors Diffable::note_call_by(const Arguments& arguments, CallOptions options,
                               SymbolicCall::Maker maker, std::optional<TensorSpecs> outputs,
                               SymbolicCall::Writer writer) const {
  if (arguments.size() > 0) prepare(arguments);
  if (!outputs && maker) {
    outputs = specs_of(arguments.inputs(),
                       [&](const Tensors& inputs) { return maker(*this, inputs, options); });
  } else if (!outputs) {
    outputs = compute_output_spec(arguments, options);
  }
  auto call = std::make_shared<SymbolicCall>();
  call->arguments = arguments;
  call->options = options;
  call->maker = std::move(maker);
  call->writer = std::move(writer);
  call->owner = graph_handle();
  if (state_) {
    const std::lock_guard lock(state_->mutex);
    std::erase_if(state_->symbolic_calls, [](const auto& known) { return known.expired(); });
    state_->symbolic_calls.push_back(call);
  }
  return note_call(call, *outputs, graph_name());
}

std::vector<std::shared_ptr<const SymbolicCall>> Diffable::symbolic_calls() const {
  std::vector<std::shared_ptr<const SymbolicCall>> calls;
  if (!state_) return calls;
  const std::lock_guard lock(state_->mutex);
  for (const auto& known : state_->symbolic_calls)
    if (auto call = known.lock()) calls.push_back(std::move(call));
  return calls;
}

std::shared_ptr<const Diffable> Diffable::graph_handle() const {
  if (auto own = handle()) return own;
  throw ValueError(title(), "an object that a graph can keep",
                   "one of a class of one's own that no shared pointer owns",
                   "Make it with std::make_shared, or make it known by register_serializable");
}

std::shared_ptr<const Diffable> Diffable::kept_once(
    const std::function<std::shared_ptr<const Diffable>()>& make) const {
  if (!state_) return make();
  const std::lock_guard lock(state_->mutex);
  std::shared_ptr<const Diffable> kept = state_->kept.lock();
  if (!kept) state_->kept = kept = make();
  return kept;
}

}  // namespace beras
