#include <beras/core/ready_gradients_internal.h>

#include <beras/tensor/operators.h>

namespace beras {

ReadyGradients::ReadyGradients(const GradientWalk& walk, const GradientOptions& options)
    : options_(options),
      sources_(walk.sources_),
      followed_(walk.source_ids_),
      due_(walk.steps_.size()),
      all_(walk.sources_.size()) {
  std::unordered_map<std::uint64_t, std::size_t> last_step;
  for (std::size_t step = 0; step < walk.steps_.size(); ++step) {
    const GradientWalk::Step& each = walk.steps_[step];
    for (std::size_t i = 0; i < each.wanted_inputs.size(); ++i)
      if (each.wanted_inputs[i]) last_step[each.call->inputs()[i].id()] = step;
    if (each.wants_weights)
      for (const Tensor& weight : each.call->weights) last_step[weight.id()] = step;
    for (const Tensor& output : each.call->outputs) ++asked_for_[output.id()];
  }
  for (std::size_t source = 0; source < sources_.size(); ++source) {
    const std::uint64_t id = sources_[source].id();
    ++asked_for_[id];
    const auto last = last_step.find(id);
    (last == last_step.end() ? at_once_ : due_[last->second]).push_back(source);
  }
}

void ReadyGradients::begin(GradientWalk::Gradients& gradients) {
  for (const std::size_t source : at_once_) tell(source, gradients);
}

void ReadyGradients::pass_step(GradientWalk::Gradients& gradients) {
  for (const std::size_t source : due_[step_++]) tell(source, gradients);
}

void ReadyGradients::tell(std::size_t source, GradientWalk::Gradients& gradients) {
  const Tensor& of = sources_[source];
  Tensor& gradient = all_[source];
  if (followed_.contains(of.id())) gradient = taken(of.id(), gradients);
  if (!gradient.defined() && options_.unconnected_gradients == UnconnectedGradients::zero)
    gradient = Tensor::zeros(of.shape(), of.dtype());
  options_.on_ready(source, gradient);
}

/// In memory that nobody else reads: the walk may still need what it has, and one gradient may have
/// gone to several tensors.
Tensor ReadyGradients::taken(std::uint64_t id, GradientWalk::Gradients& gradients) {
  const auto found = gradients.find(id);
  if (found == gradients.end()) return {};
  Tensor gradient = found->second;
  if (--asked_for_[id] == 0) gradients.erase(found);
  return gradient.is_sole_owner() && gradient.is_contiguous() ? gradient : gradient.copy();
}

}  // namespace beras
