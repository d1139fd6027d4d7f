#include <beras/core/gradient_walk_internal.h>

#include <algorithm>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/core/ready_gradients_internal.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

using Ids = std::unordered_set<std::uint64_t>;

bool contains_any(const Ids& ids, const Tensors& tensors) {
  return std::any_of(tensors.begin(), tensors.end(), [&](const Tensor& tensor) {
    return tensor.defined() && ids.count(tensor.id()) != 0;
  });
}

void insert_all(Ids& ids, const Tensors& tensors) {
  for (const Tensor& tensor : tensors) {
    if (tensor.defined() && is_floating(tensor.dtype())) ids.insert(tensor.id());
  }
}

/// The ids of `from` and of everything computed from it.
Ids descendants(const GradientWalk::Records& records, Ids from) {
  for (const auto& call : records) {
    if (contains_any(from, call->inputs()) || contains_any(from, call->weights)) {
      insert_all(from, call->outputs);
    }
  }
  return from;
}

void check_fits(const Call& call, const Tensor& gradient, const Tensor& tensor, const char* role) {
  if (gradient.shape() == tensor.shape()) return;
  throw ShapeError(
      call.diffable().label(),
      std::string("a gradient of its ") + role + "'s shape " + to_string(tensor.shape()),
      to_string(gradient.shape()), "Its rule is wrong; check_gradients shows where");
}

}  // namespace

GradientWalk::GradientWalk(const Records& records, const Tensors& targets, const Tensors& sources,
                           Followed followed)
    : targets_(targets), sources_(sources) {
  // What was not followed everywhere gets no gradient: it might miss a path.
  Ids followed_ids;
  if (followed.only) {
    insert_all(followed_ids, *followed.only);
    followed_ids = descendants(records, followed_ids);
  }
  const auto was_followed = [&](const Tensor& source) {
    if (followed.only) return followed_ids.count(source.id()) != 0;
    return source.flows() || (followed.frozen && source.frozen_flows());
  };
  for (const Tensor& source : sources) {
    if (is_floating(source.dtype()) && was_followed(source)) source_ids_.insert(source.id());
  }
  const Ids reached = descendants(records, source_ids_);
  Ids active;
  insert_all(active, targets);
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    const Call& call = **record;
    if (!contains_any(active, call.outputs)) continue;
    Step step{*record, {}, contains_any(reached, call.weights)};
    step.wanted_inputs.reserve(call.inputs().size());
    bool wanted = step.wants_weights;
    for (const Tensor& input : call.inputs()) {
      const bool wants = input.defined() && reached.count(input.id()) != 0;
      step.wanted_inputs.push_back(wants);
      if (wants) active.insert(input.id());
      wanted = wanted || wants;
    }
    if (!wanted) continue;
    for (const Tensor& weight : call.weights) {  // what is in it may have been computed
      if (step.wants_weights && reached.count(weight.id()) != 0) active.insert(weight.id());
    }
    call.check_unchanged();
    steps_.push_back(std::move(step));
  }
}

Tensors GradientWalk::run(const Tensors& upstream, ReadyGradients* ready) const {
  Gradients gradients = seed(upstream);
  if (ready) ready->begin(gradients);
  for (const Step& step : steps_) {
    visit(step, gradients);
    if (ready) ready->pass_step(gradients);
  }
  return ready ? ready->all() : collect(gradients);
}

Tensors GradientWalk::run_and_free(const Tensors& upstream, Records& records,
                                   ReadyGradients* ready) {
  Gradients gradients = seed(upstream);
  targets_.clear();
  if (ready) ready->begin(gradients);
  for (Step& step : steps_) {
    while (!records.empty() && records.back() != step.call) records.pop_back();
    if (!records.empty()) records.pop_back();
    visit(step, gradients);
    step.call.reset();
    if (ready) ready->pass_step(gradients);
  }
  return ready ? ready->all() : collect(gradients);
}

GradientWalk::Gradients GradientWalk::seed(const Tensors& upstream) const {
  Gradients gradients;
  for (std::size_t k = 0; k < targets_.size(); ++k) accumulate(gradients, targets_[k], upstream[k]);
  return gradients;
}

void GradientWalk::visit(const Step& step, Gradients& gradients) const {
  const Call& call = *step.call;
  Tensors J(call.outputs.size());
  bool any = false;
  for (std::size_t k = 0; k < J.size(); ++k) {
    const auto found = gradients.find(call.outputs[k].id());
    if (found == gradients.end()) continue;
    any = true;
    J[k] = found->second;
    // No earlier record can add to it, so it is done, unless somebody asked for it.
    if (source_ids_.count(found->first) == 0) gradients.erase(found);
  }
  if (!any) return;
  const auto local = Diffable::gradients_of(call, J, step.wanted_inputs, step.wants_weights);
  for (std::size_t i = 0; i < local.inputs.size(); ++i) {
    if (!step.wanted_inputs[i] || !local.inputs[i].defined()) continue;
    check_fits(call, local.inputs[i], call.inputs()[i], "input");
    accumulate(gradients, call.inputs()[i], local.inputs[i]);
  }
  for (std::size_t i = 0; i < local.weights.size(); ++i) {
    if (!local.weights[i].defined()) continue;
    check_fits(call, local.weights[i], call.weights[i], "weight");
    accumulate(gradients, call.weights[i], local.weights[i]);
  }
}

void GradientWalk::accumulate(Gradients& gradients, const Tensor& tensor, const Tensor& gradient) {
  const auto [entry, is_new] = gradients.try_emplace(tensor.id(), gradient);
  if (!is_new) entry->second = entry->second + gradient;
}

Tensors GradientWalk::collect(const Gradients& gradients) const {
  Tensors collected(sources_.size());
  Ids handed_out;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (source_ids_.count(sources_[i].id()) == 0) continue;
    const auto found = gradients.find(sources_[i].id());
    if (found == gradients.end()) continue;
    // x + y passes one upstream gradient to both, and a sum a single number to all: callers who
    // change theirs must not change the other's.
    const bool is_first = handed_out.insert(found->second.id()).second;
    collected[i] = is_first ? found->second.contiguous() : found->second.copy();
  }
  return collected;
}

}  // namespace beras
