// How a Diffable states its gradient, and how each way is derived from the others.
#include <algorithm>
#include <new>

#include <beras/base/error.h>
#include <beras/core/context_internal.h>
#include <beras/core/diffable.h>
#include <beras/core/diffable_state_internal.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/profiler_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

thread_local bool asking = false;
thread_local bool reached_default = false;

/// Runs a gradient function with no call at hand: an overridden one stops at the first thing it
/// reads, or returns.
template <typename Ask>
bool is_overridden(Ask&& ask) {
  const Scoped<bool> asking_scope(asking, true);
  const Scoped<bool> default_scope(reached_default, false);
  const PauseRecording pause;
  try {
    ask();
  } catch (const std::bad_alloc&) {
    throw;  // says nothing of the rule
  } catch (...) {
    return !reached_default;
  }
  return !reached_default;
}

/// Zeros with a single one.
Tensor basis_vector(const Tensor& like, std::int64_t position) {
  Tensor flat = Tensor::zeros({like.size()}, like.dtype(), device_of(like));
  flat[Index(position)].fill(1);
  return flat.reshape(like.shape());
}

Tensors values_of(const Jacobians& jacobians) {
  Tensors values;
  for (const Jacobian& jacobian : jacobians) values.push_back(jacobian.values());
  return values;
}

/// Asks for nothing where nothing flows, but for a place for it: a rule that returns {} is one that
/// was forgotten.
void check_count(const Diffable& diffable, const Tensors& gradients, std::size_t expected,
                 const char* role) {
  if (gradients.size() == expected) return;
  throw ValueError(
      diffable.label(),
      "a rule that gives " + std::to_string(expected) + " gradients, one for each " + role,
      std::to_string(gradients.size()), "An undefined tensor says that none flows");
}

bool nothing_above(const Tensors& J) { return J.empty() || (J.size() == 1 && !J[0].defined()); }

}  // namespace

bool asking_for_rule() { return asking; }
void rule_is_default() { reached_default = true; }

Diffable::Rule Diffable::rule() const {
  if (!state_) return Rule::composition;
  const int known = state_->rule;
  if (known >= 0) return static_cast<Rule>(known);
  const Rule asked = ask_rule();
  state_->rule = static_cast<int>(asked);
  return asked;
}

Diffable::Rule Diffable::ask_rule() const {
  const Tensors upstream(
      16);  // undefined tensors, so that an override which reads J first throws instead of crashing
  if (is_overridden([&] { compose_input_gradients(upstream); }) ||
      is_overridden([&] { compose_weight_gradients(upstream); })) {
    return Rule::products;
  }
  if (is_overridden([&] { get_input_gradients(); }) ||
      is_overridden([&] { get_weight_gradients(); })) {
    return Rule::jacobians;
  }
  return Rule::composition;
}

Jacobians Diffable::get_input_gradients() const {
  if (asking) return rule_is_default(), Jacobians();
  if (rule() == Rule::jacobians) throw_half_stated("weights", "inputs");
  return explicit_jacobians(inputs(), false);
}

Jacobians Diffable::get_weight_gradients() const {
  if (asking) return rule_is_default(), Jacobians();
  const Tensors sources = weights();
  if (sources.empty()) return {};
  if (rule() == Rule::jacobians) throw_half_stated("inputs", "weights");
  return explicit_jacobians(sources, true);
}

Tensors Diffable::compose_input_gradients(const Tensors& J) const {
  if (asking) return rule_is_default(), Tensors();
  if (nothing_above(J)) return values_of(get_input_gradients());
  if (rule() == Rule::composition) return *replay(J, inputs());
  // One of the two may be stated as a product and the other as Jacobians.
  if (rule() == Rule::products && !is_overridden([&] { get_input_gradients(); }))
    throw_half_stated("weights", "inputs");
  return compose_jacobians(J, get_input_gradients(), inputs());
}

Tensors Diffable::compose_weight_gradients(const Tensors& J) const {
  if (asking) return rule_is_default(), Tensors();
  const Tensors sources = weights();
  if (sources.empty()) return {};
  if (nothing_above(J)) return values_of(get_weight_gradients());
  if (rule() == Rule::composition) return *replay(J, sources);
  if (rule() == Rule::products && !is_overridden([&] { get_weight_gradients(); }))
    throw_half_stated("inputs", "weights");
  return compose_jacobians(J, get_weight_gradients(), sources);
}

Tensors Diffable::compose_jacobians(const Tensors& J, const Jacobians& jacobians,
                                    const Tensors& sources) const {
  if (jacobians.size() != J.size() * sources.size()) {
    throw ValueError(label(),
                     "one Jacobian for each of " + std::to_string(J.size()) + " outputs and " +
                         std::to_string(sources.size()) + " inputs or weights",
                     std::to_string(jacobians.size()));
  }
  Tensors gradients(sources.size());
  for (std::size_t k = 0; k < J.size(); ++k) {
    if (!J[k].defined()) continue;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const Jacobian& jacobian = jacobians[k * sources.size() + i];
      if (jacobian.structure() == Jacobian::Structure::zero && gradients[i].defined()) continue;
      const Tensor part = jacobian.compose(J[k], sources[i].shape());
      gradients[i] = gradients[i].defined() ? gradients[i] + part : part;
    }
  }
  return gradients;
}

void Diffable::throw_half_stated(const char* stated, const char* missing) const {
  throw TapeError(label(), "states the gradients of its " + std::string(stated) +
                               " but not of its " + missing + ". State both, or neither.");
}

std::optional<Tensors> Diffable::replay(const Tensors& J, const Tensors& sources) const {
  const Call& call = current_call();
  const Scoped<bool> training(core_context().training, call.arguments.training());
  const Scoped<bool> replaying(core_context().replaying, true);
  GradientTape tape;
  for (const Tensor& source : sources) {
    if (source.defined() && is_floating(source.dtype()) && !source.flows()) tape.watch(source);
  }
  const std::optional<Tensors> outputs =
      rule() == Rule::composition ? forward(call.arguments) : composition(call.arguments);
  if (!outputs) return std::nullopt;
  Tensors targets;
  Tensors upstream;
  for (std::size_t k = 0; k < outputs->size(); ++k) {
    if (k >= J.size() || !J[k].defined()) continue;
    targets.push_back((*outputs)[k]);
    upstream.push_back(J[k]);
  }
  return tape.gradient(targets, sources, {.output_gradients = upstream});
}

Jacobians Diffable::explicit_jacobians(const Tensors& sources, bool for_weights) const {
  Jacobians jacobians;
  const Tensors outputs = this->outputs();
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    Tensors matrices;
    for (const Tensor& source : sources) {
      matrices.push_back(Tensor::zeros({outputs[k].size(), source.size()}, outputs[k].dtype(),
                                       device_of(outputs[k])));
    }
    for (std::int64_t row = 0; row < outputs[k].size(); ++row) {
      Tensors J(outputs.size());
      J[k] = basis_vector(outputs[k], row);
      const Tensors gradients =
          for_weights ? compose_weight_gradients(J) : compose_input_gradients(J);
      check_count(*this, gradients, sources.size(), for_weights ? "weight" : "input");
      for (std::size_t i = 0; i < sources.size(); ++i) {
        if (!gradients[i].defined()) continue;
        const PauseRecording pause;  // what a tape sees is the call, not how its Jacobian is found
        matrices[i][Index(row)].assign(gradients[i].reshape({sources[i].size()}));
      }
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
      Shape shape = outputs[k].shape();
      for (const std::int64_t length : sources[i].shape()) shape.push_back(length);
      jacobians.push_back(Jacobian::full(matrices[i].reshape(shape)));
    }
  }
  return jacobians;
}

Diffable::Gradients Diffable::gradients_of(const Call& call, const Tensors& J,
                                           const std::vector<bool>& wanted_inputs,
                                           bool wants_weights) {
  const Diffable& diffable = call.diffable();
  const CurrentCall current({.diffable = &diffable,
                             .call = &call,
                             .wanted = &wanted_inputs,
                             .spare = wants_weights ? nullptr : &J});
  if (!profiler::is_recording()) [[likely]]
    return diffable.local_gradients(call, J, wanted_inputs, wants_weights);
  profiler::Span span(call, diffable.title());
  Gradients gradients = diffable.local_gradients(call, J, wanted_inputs, wants_weights);
  span.end();
  Tensors read = J;
  read.insert(read.end(), call.inputs().begin(), call.inputs().end());
  Tensors written = gradients.inputs;
  written.insert(written.end(), gradients.weights.begin(), gradients.weights.end());
  span.describe(read, call.weights, written, diffable.gradient_flops());
  return gradients;
}

Diffable::Gradients Diffable::local_gradients(const Call& call, const Tensors& J,
                                              const std::vector<bool>& wanted_inputs,
                                              bool wants_weights) const {
  Gradients gradients;
  if (is_recording()) {
    Tensors sources = call.inputs();
    sources.insert(sources.end(), call.weights.begin(), call.weights.end());
    if (const std::optional<Tensors> all = replay(J, sources)) {
      const auto middle = all->begin() + static_cast<std::ptrdiff_t>(call.inputs().size());
      gradients.inputs.assign(all->begin(), middle);
      gradients.weights.assign(middle, all->end());
      return gradients;
    }
  }
  const bool wants_inputs =
      std::find(wanted_inputs.begin(), wanted_inputs.end(), true) != wanted_inputs.end();
  if (wants_inputs) {
    gradients.inputs = compose_input_gradients(J);
    check_count(*this, gradients.inputs, call.inputs().size(), "input");
  }
  if (wants_weights) {
    gradients.weights = compose_weight_gradients(J);
    check_count(*this, gradients.weights, call.weights.size(), "weight");
  }
  return gradients;
}

}  // namespace beras
