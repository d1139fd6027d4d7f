#include <beras/core/diffable.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_set>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/adopted_internal.h>
#include <beras/core/context_internal.h>
#include <beras/core/diffable_state_internal.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/trial_internal.h>
#include <beras/core/value_free_internal.h>
#include <beras/core/write_log_internal.h>

namespace beras {
Diffable::Diffable()
    : state_(std::make_shared<State>()), anchor_(std::make_shared<Anchor>(Anchor{this})) {}

Diffable::Diffable(const Diffable& other)
    : Callable(other),
      Weighted(other),
      enable_shared_from_this(other),
      state_(other.state_),
      anchor_(other.anchor_ ? std::make_shared<Anchor>(Anchor{this}) : nullptr),
      added_weights_(other.added_weights_) {}

Diffable::Diffable(Diffable&& other) noexcept
    : Callable(std::move(other)),
      Weighted(std::move(other)),
      enable_shared_from_this(other),
      state_(other.state_),
      anchor_(std::move(other.anchor_)),
      added_weights_(other.added_weights_) {
  if (anchor_) anchor_->diffable = this;
}

Diffable& Diffable::operator=(const Diffable& other) {
  if (this == &other) return *this;
  Weighted::operator=(other);
  state_ = other.state_;
  added_weights_ = other.added_weights_;
  if (!anchor_ && other.anchor_) anchor_ = std::make_shared<Anchor>(Anchor{this});
  return *this;
}

Diffable& Diffable::operator=(Diffable&& other) noexcept {
  if (this == &other) return *this;
  Weighted::operator=(static_cast<Weighted&&>(other));
  state_ = other.state_;
  added_weights_ = other.added_weights_;
  if (anchor_) anchor_->diffable = nullptr;
  anchor_ = std::move(other.anchor_);
  if (anchor_) anchor_->diffable = this;
  return *this;
}

Diffable::~Diffable() {
  if (anchor_) anchor_->diffable = nullptr;
}

GradientTape* Diffable::gradient_tape() {
  return is_recording() ? core_context().tapes.back()->tape : nullptr;
}

// --- weights
// ---------------------------------------------------------------------------------------------------

Tensors Diffable::weights() const {
  Tensors all = own_weights();
  if (children().empty()) return all;
  std::unordered_set<std::uint64_t> seen;
  for (const Tensor& weight : all) seen.insert(weight.id());
  for (const auto& child : children()) {
    for (const Tensor& weight : child->weights())
      if (seen.insert(weight.id()).second) all.push_back(weight);
  }
  return all;
}

Tensors Diffable::own_weights() const { return state_ ? state_->weights : Tensors(); }

const std::vector<std::shared_ptr<Diffable>>& Diffable::children() const {
  static const auto& none = *new std::vector<std::shared_ptr<Diffable>>;
  return state_ ? state_->children : none;
}

bool Diffable::frozen() const { return state_ && state_->frozen; }

Tensors& Diffable::frozen_weights() {
  return state_ ? state_->frozen_weights : Weighted::frozen_weights();
}

void Diffable::trainable(bool value) {
  if (state_) {
    // Thawing what this Diffable did not freeze itself thaws the sub-layers one by one, as Keras
    // does.
    const bool undo = value && state_->frozen;
    for (const auto& child : undo ? state_->frozen_children : state_->children) {
      if (!value && child->frozen()) continue;
      child->trainable(value);
      if (!value) state_->frozen_children.push_back(child);
    }
    if (value) state_->frozen_children.clear();
    state_->frozen = !value;
  }
  Weighted::trainable(value);
}

Variable Diffable::add_weight(const std::string& name, const Shape& shape,
                              const Initializer& initializer, WeightOptions options) {
  const std::size_t position = added_weights_;
  if (position < state_->weights.size()) {
    const Variable& existing = state_->weights[position];
    if (existing.shape() != shape) {
      throw ShapeError(label(),
                       "the shape " + to_string(existing.shape()) + " that weight \"" + name +
                           "\" has in a copy of this layer",
                       to_string(shape));
    }
    complete_rules(existing, {std::move(options.regularizer), std::move(options.constraint)});
    ++added_weights_;
    return existing;
  }
  if (!initializer) throw ValueError(label(), "an initializer", "an empty function");
  const PauseRecording pause;
  const OutsideTrial for_good;
  Variable weight = initializer(shape, options.dtype);
  if (weight.shape() != shape) {
    throw ShapeError(
        label(), "an initializer that makes " + to_string(shape) + " for weight \"" + name + "\"",
        to_string(weight.shape()));
  }
  // What others hold, or know the memory of, is not to change with the weight.
  if (!initializer.target<Adopted>() && !weight.is_sole_owner()) weight = weight.copy();
  weight.name(name);
  if (options.regularizer || options.constraint)
    set_rules(weight, {std::move(options.regularizer), std::move(options.constraint)});
  weight.frozen_flows(true);
  weight.trainable(options.trainable && !state_->frozen);
  if (options.trainable && state_->frozen) state_->frozen_weights.push_back(weight);
  state_->weights.push_back(weight);
  ++added_weights_;
  return weight;
}

void Diffable::add_child(std::shared_ptr<Diffable> child) {
  if (!child) throw ValueError(label(), "a layer to add", "a null pointer");
  if (child->state_) State::adopt(state_, child->state_, label());
  if (state_->frozen && !child->frozen()) {
    child->trainable(false);
    state_->frozen_children.push_back(child);
  }
  state_->children.push_back(std::move(child));
}

void Diffable::remove_last_child() { state_->children.pop_back(); }

void Diffable::remove_child(const Diffable& child) {
  const auto is_child = [&](const auto& each) { return each.get() == &child; };
  std::erase_if(state_->children, is_child);
  std::erase_if(state_->frozen_children, is_child);
}

void Diffable::remove_weight(const Tensor& weight) {
  const auto is_weight = [&](const Tensor& each) { return each.id() == weight.id(); };
  added_weights_ -= std::erase_if(state_->weights, is_weight);
  std::erase_if(state_->frozen_weights, is_weight);
}

void Diffable::start_anew() {
  state_ = std::make_shared<State>();
  added_weights_ = 0;
}

void Diffable::all_or_none(const std::function<void()>& add) {
  const std::size_t added = added_weights_, weights = state_->weights.size(),
                    frozen = state_->frozen_weights.size(), children = state_->children.size();
  try {
    add();
  } catch (...) {
    added_weights_ = std::min(added_weights_, added);
    // What was let go meanwhile is not there any more.
    const auto cut = [](auto& all, std::size_t size) { all.resize(std::min(all.size(), size)); };
    cut(state_->weights, weights);
    cut(state_->frozen_weights, frozen);
    cut(state_->children, children);
    throw;
  }
}

// --- the call at hand
// ------------------------------------------------------------------------------------------

const Call& Diffable::current_call() const {
  if (asking_for_rule()) throw RuleAsked();
  for (const CallFrame* frame = core_context().frame; frame; frame = frame->outer) {
    if (frame->diffable == this && frame->call) return *frame->call;
  }
  const std::shared_ptr<const Call> latest = state_ ? state_->latest_call() : nullptr;
  if (!latest) {
    throw ValueError(label(), "has no call to look at: call it first, outside predict and fit.");
  }
  // Kept by the state until the next call; a reference into it is what the seed's attributes are.
  return *latest;
}

std::vector<std::string> Diffable::argnames() const {
  const Arguments& arguments = current_call().arguments;
  if (!arguments.names().empty()) return arguments.names();
  std::vector<std::string> names = argument_names();
  for (std::size_t i = names.size(); i < arguments.size(); ++i)
    names.push_back("x" + std::to_string(i));
  names.resize(arguments.size());
  return names;
}

std::map<std::string, Tensor> Diffable::input_dict() const {
  std::map<std::string, Tensor> dictionary;
  const std::vector<std::string> names = argnames();
  for (std::size_t i = 0; i < names.size(); ++i) dictionary[names[i]] = inputs()[i];
  return dictionary;
}

const Tensors& Diffable::inputs() const { return current_call().inputs(); }

const Tensors& Diffable::outputs() const { return current_call().outputs; }

void Diffable::save(Tensor value) const {
  for (const CallFrame* frame = core_context().frame; frame; frame = frame->outer) {
    if (frame->diffable != this) continue;
    if (frame->open) frame->open->saved.push_back(std::move(value));
    return;
  }
}

const Tensor& Diffable::saved(std::size_t position) const {
  const Tensors& saved = current_call().saved;
  if (position >= saved.size()) {
    throw IndexError(label(), std::to_string(position + 1) + " saved tensors",
                     std::to_string(saved.size()), "Save them in forward");
  }
  return saved[position];
}

bool Diffable::wants_input(std::size_t position) const {
  for (const CallFrame* frame = core_context().frame; frame; frame = frame->outer) {
    if (frame->diffable != this) continue;
    return !frame->wanted || (position < frame->wanted->size() && (*frame->wanted)[position]);
  }
  return true;
}

bool Diffable::may_overwrite(const Tensor& upstream) const {
  const CallFrame* frame = core_context().frame;
  while (frame && frame->diffable != this) frame = frame->outer;
  if (!frame || !frame->spare || is_recording()) return false;
  const bool is_upstream = std::any_of(frame->spare->begin(), frame->spare->end(),
                                       [&](const Tensor& spare) { return &spare == &upstream; });
  return is_upstream && upstream.is_sole_owner() && upstream.is_contiguous();
}

// --- calling
// ---------------------------------------------------------------------------------------------------

std::shared_ptr<const Diffable> Diffable::handle() const { return weak_from_this().lock(); }

std::optional<Tensors> Diffable::composition(const Arguments&) const { return std::nullopt; }

std::shared_ptr<Call> Diffable::open_call(const Arguments& arguments) const {
  auto call = std::make_shared<Call>();
  call->arguments = arguments;
  call->anchor = anchor_;
  return call;
}

Tensors Diffable::invoke(const Arguments& arguments) const {
  prepare(arguments);
  if (state_ && !anchor_) throw ValueError(label(), "was moved: call what it was moved to.");
  return rule() == Rule::composition ? invoke_composition(arguments) : invoke_rule(arguments);
}

Tensors Diffable::invoke_composition(const Arguments& arguments) const {
  Tensors outputs = forward(arguments);
  for (Tensor& output : outputs) {
    // An input passed on unchanged gets an identity of its own, so that tapes can tell them apart.
    const bool passed_on = std::any_of(arguments.inputs().begin(), arguments.inputs().end(),
                                       [&](const Tensor& input) { return input.same_as(output); });
    if (passed_on) output = output.reshape(output.shape());
  }
  if (state_ && core_context().forgetting == 0) {
    const std::shared_ptr<Call> call = open_call(arguments);
    call->outputs = outputs;
    state_->keep(call);
  }
  return outputs;
}

Tensors Diffable::invoke_rule(const Arguments& arguments) const {
  const Tensors weights = state_ ? this->weights() : Tensors();
  const auto any_read = [&](auto flows) {
    const auto counts = [&](const Tensor& tensor) {
      return tensor.defined() && is_floating(tensor.dtype()) && flows(tensor);
    };
    return std::any_of(arguments.inputs().begin(), arguments.inputs().end(), counts) ||
           std::any_of(weights.begin(), weights.end(), counts);
  };
  const bool recording = is_recording();
  if (recording) {
    WriteLog::refresh(arguments.inputs());
    WriteLog::refresh(weights);
  }
  const bool flows = recording && any_read([](const Tensor& tensor) { return tensor.flows(); });
  const bool records =
      flows || (recording && follows_frozen() &&
                any_read([](const Tensor& tensor) { return tensor.frozen_flows(); }));
  const bool keeps = state_ && core_context().forgetting == 0;
  const std::shared_ptr<Call> call = records || keeps ? open_call(arguments) : nullptr;
  Tensors outputs;
  {
    const PauseRecording pause;
    const CurrentCall current({.diffable = this, .open = call.get()});
    outputs = forward(arguments);
  }
  for (Tensor& output : outputs) {
    for (const Tensor& input : arguments.inputs()) {
      if (input.same_as(output)) output = output.detach();
    }
    if (recording) {
      output.trainable(false);
      output.flows(flows && is_floating(output.dtype()));
      output.frozen_flows(records && is_floating(output.dtype()));
    }
  }
  if (!call) return outputs;
  call->outputs = outputs;
  call->weights = weights;
  // Operators that give a view pass gradients on, whatever the elements are.
  const bool is_view = !state_ && outputs.size() == 1 && arguments.size() > 0 &&
                       arguments[0].defined() && outputs[0].shares_memory(arguments[0]);
  if (is_view && recording) WriteLog::note_view(outputs[0]);
  if (!is_view && (state_ || !dynamic_cast<const ValueFree*>(this))) call->seal();
  if (keeps) state_->keep(call);
  if (records) {
    const std::shared_ptr<const Diffable> owner = handle();
    const auto recorded = owner && keeps ? std::make_shared<Call>(*call) : call;
    recorded->owner = owner;
    for (const auto& tape : core_context().tapes) tape->calls.push_back(recorded);
  }
  return outputs;
}

}  // namespace beras
