#include <beras/layers/layer.h>

#include <algorithm>
#include <mutex>
#include <unordered_set>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/numbered_name_internal.h>
#include <beras/base/snake_case.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/replay.h>
#include <beras/core/trial_internal.h>
#include <beras/layers/added_losses_internal.h>
#include <beras/layers/keep_metrics_internal.h>
#include <beras/layers/running_call_internal.h>
#include <beras/ops/cast.h>

namespace beras::layers {
namespace {

// One for all layers: building is rare, nests in composite layers, and touches weights that copies
// of a layer share.
std::recursive_mutex& building() {
  static auto& mutex = *new std::recursive_mutex;
  return mutex;
}

}  // namespace

constinit thread_local const RunningCall* RunningCall::innermost = nullptr;

Layer::Facts::Facts(const Facts& other) { *this = other; }

Layer::Facts::Facts(Facts&& other) noexcept { *this = std::move(other); }

Layer::Facts& Layer::Facts::operator=(const Facts& other) {
  if (this == &other) return *this;
  dtype = other.dtype;
  policy = other.policy;
  autocast = other.autocast;
  supports_masking = other.supports_masking;
  activity_regularizer = other.activity_regularizer;
  name = other.name;
  built_for = other.built_for;
  held = other.held;
  followed_copy = other.followed_copy;
  copy = other.copy;
  input_shapes = other.input_shapes;
  built = other.built.load();
  return *this;
}

Layer::Facts& Layer::Facts::operator=(Facts&& other) noexcept {
  dtype = other.dtype;
  policy = other.policy;
  autocast = other.autocast;
  supports_masking = other.supports_masking;
  activity_regularizer = std::move(other.activity_regularizer);
  name = std::move(other.name);
  built_for = std::move(other.built_for);
  held = std::move(other.held);
  followed_copy = other.followed_copy;
  copy = other.copy;
  input_shapes = std::move(other.input_shapes);
  built = other.built.load();
  return *this;
}

Layer::Layer(LayerOptions options) {
  facts_.dtype = facts_.policy = options.dtype;
  facts_.activity_regularizer = std::move(options.activity_regularizer);
  facts_.name = std::make_shared<std::string>(std::move(options.name));
  facts_.built_for = std::make_shared<BuiltFor>();
  facts_.held = std::make_shared<Held>();
  if (!options.trainable) Diffable::trainable(false);
}

void Layer::build_for(const std::vector<Shape>& input_shapes, bool with_parts) {
  const std::lock_guard lock(building());
  check_not_moved();
  if (built()) return;
  if (input_shapes.empty()) throw ValueError(label(), "the shape of an input", "none");
  std::vector<Shape> shapes = input_shapes;
  for (Shape& each : shapes)
    if (!each.empty()) each[0] = -1;
  check_input_shapes(shapes);
  // Whatever is called meanwhile becomes a part, or is only tried out.
  BuiltFor& first = *facts_.built_for;
  if (!first.known) first.path = first.given_path.empty() ? path_here() : first.given_path;
  find_policy();
  const RunningCall no_call(nullptr, this);
  const IgnoreLosses no_losses;
  const OutsideTrial for_good;
  all_or_none([&] {
    create_weights_for(shapes);
    if (with_parts) build_parts(shapes.front());
  });
  facts_.input_shapes = shapes;
  facts_.built.store(true, std::memory_order_release);
  first.shapes = std::move(shapes);
  first.known.store(true, std::memory_order_release);
}

bool Layer::built_as_copy() const {
  // No lock unless a copy has been built: who asks may hold another one that a build waits for.
  if (!facts_.built_for || !facts_.built_for->known.load(std::memory_order_acquire)) return false;
  const std::lock_guard lock(building());
  if (facts_.built || facts_.followed_copy) return facts_.built;
  auto& self = const_cast<Layer&>(*this);
  self.facts_.followed_copy = true;  // `build` may ask whether it is built
  self.build_for(facts_.built_for->shapes, false);
  return true;
}

void Layer::prepare(const Arguments& arguments) const {
  check_not_moved();
  if (arguments.size() == 0) return;
  if (arguments.size() > 1)
    check_input_shapes(shapes_of(arguments));
  else
    check_input_shape(arguments[0].shape());
  if (!built()) const_cast<Layer*>(this)->build_for(shapes_of(arguments), false);
  check_caller();
}

void Layer::check_caller() const {
  const RunningCall* own = RunningCall::innermost;
  const RunningCall* caller = own ? own->caller : nullptr;
  if (!caller || !caller->layer || !is_recording()) return;
  const auto is_this = [this](const auto& child) { return child.get() == this; };
  const auto& siblings = caller->layer->children();
  if (std::any_of(siblings.begin(), siblings.end(), is_this)) return;
  const Tensors trained = trainable_variables();
  if (trained.empty()) return;
  std::unordered_set<std::uint64_t> known;
  for (const RunningCall* call = caller; call && call->layer; call = call->caller)
    for (const Tensor& weight : call->layer->weights()) known.insert(weight.id());
  const auto is_known = [&](const Tensor& weight) { return known.contains(weight.id()); };
  if (std::all_of(trained.begin(), trained.end(), is_known)) return;
  throw ValueError(caller->layer->label(), "to call only layers of its own",
                   "a call of " + title() + ", whose weights nobody would train",
                   "Make it a part before the first call, or freeze it");
}

Tensors Layer::invoke(const Arguments& arguments) const {
  const RunningCall call(this);
  if (!call.caller && !is_replaying()) forget_losses();
  const std::optional<Arguments> masked = with_masks(arguments);
  Tensors outputs = invoke_casted(masked ? *masked : arguments);
  if (facts_.activity_regularizer) add_activity_losses(outputs);
  pass_masks(arguments, outputs);
  return outputs;
}

Tensors Layer::invoke_casted(const Arguments& arguments) const {
  if (facts_.dtype.map() && !built()) prepare(arguments);  // which tells the policy
  const auto fits = [this](const Tensor& x) {
    return !x.defined() || x.dtype() == compute_dtype() || !is_floating(x.dtype());
  };
  const Tensors& inputs = arguments.inputs();
  if (!facts_.autocast || is_exact() || std::all_of(inputs.begin(), inputs.end(), fits)) {
    return Diffable::invoke(arguments);
  }
  Tensors casted;
  for (const Tensor& x : inputs) {
    casted.push_back(fits(x) ? x : cast(x));
    if (!fits(x)) casted.back().mask(x.mask());
  }
  Arguments in_compute_dtype = arguments.names().empty()
                                   ? Arguments(std::move(casted))
                                   : Arguments(std::move(casted), arguments.names());
  in_compute_dtype.training(arguments.training());
  return Diffable::invoke(in_compute_dtype);
}

Tensor Layer::cast(const Tensor& weight) const {
  return is_exact() || !weight.defined() ? weight : ops::cast(weight, compute_dtype());
}

void Layer::check_not_moved() const {
  if (!facts_.name) throw ValueError(label(), "was moved: call the layer that it was moved to.");
}

void Layer::check_built() const {
  check_not_moved();
  if (built()) return;
  throw ValueError(label(), "has no weights yet: call it, or build(input_shape), first.");
}

const std::vector<Shape>& Layer::input_shapes() const {
  check_built();
  return facts_.input_shapes;
}

std::int64_t Layer::count_params() const {
  check_built();
  std::int64_t count = 0;
  for (const Tensor& weight : weights()) count += weight.size();
  return count;
}

Tensors Layer::get_weights() const {
  check_built();
  const PauseRecording pause;
  Tensors values;
  for (const Tensor& weight : weights()) values.push_back(weight.copy());
  return values;
}

void Layer::set_weights(const Tensors& values) {
  check_built();
  Tensors weights = this->weights();
  if (values.size() != weights.size()) {
    throw ValueError(label(), std::to_string(weights.size()) + " weights",
                     std::to_string(values.size()));
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (values[i].shape() == weights[i].shape()) continue;
    throw ShapeError(
        label(), "weight \"" + weights[i].name() + "\" of shape " + to_string(weights[i].shape()),
        "shape " + to_string(values[i].shape()));
  }
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i].assign(values[i]);
}

void Layer::become_independent() {
  start_anew();
  facts_.name = std::make_shared<std::string>(name());
  facts_.built_for = std::make_shared<BuiltFor>();
  facts_.held = std::make_shared<Held>();
  facts_.followed_copy = facts_.built = false;
}

std::shared_ptr<Layer> Layer::independent() const {
  // What a class has made in its constructor, its copies refer to for ever.
  const bool makes_its_own =
      !children().empty() || (!built() && !weights().empty()) || !own_metrics().empty();
  if (!facts_.copy || makes_its_own) {
    if (auto made = made_again()) return made;
    throw ValueError(title(),
                     "cannot be cloned, as its constructor makes its parts, or it came as "
                     "a pointer. Construct another one, build it, and give it the weights "
                     "by set_weights(get_weights()).");
  }
  std::shared_ptr<Layer> copy = facts_.copy(*this);
  copy->become_independent();
  return copy;
}

Shape Layer::compute_output_shape(const Shape& input_shape) const {
  const Tensor input = Tensor::placeholder(input_shape, dtype(), nullptr);
  return Diffable::compute_output_spec(input, {.training = false})[0].shape;
}

const std::string& Layer::name() const {
  check_not_moved();
  const std::lock_guard lock(building());
  if (facts_.name->empty()) *facts_.name = numbered_name(snake_case(label()));
  return *facts_.name;
}

}  // namespace beras::layers
