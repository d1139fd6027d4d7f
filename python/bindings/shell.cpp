#include "bindings/shell.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <beras/base/error.h>
#include <beras/ops/cast.h>
#include <beras/ops/join.h>
#include <beras/tensor/create.h>

namespace beras::python {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Hook::count)> hook_names = {
    "call",
    "build",
    "compute_output_shape",
    "weights",
    "get_input_gradients",
    "get_weight_gradients",
    "compose_input_gradients",
    "compose_weight_gradients",
    "train_step",
    "test_step",
    "predict_step",
    "compute_loss",
    "update_state",
    "result",
    "reset_state",
    "update_step",
    "metrics",
    "on_train_begin",
    "on_train_end",
    "on_epoch_begin",
    "on_epoch_end",
    "on_train_batch_begin",
    "on_train_batch_end",
    "on_test_begin",
    "on_test_end",
    "on_test_batch_begin",
    "on_test_batch_end",
    "on_predict_begin",
    "on_predict_end",
    "on_predict_batch_begin",
    "on_predict_batch_end"};

thread_local Pending* pending = nullptr;
thread_local int calls_around = 0;
thread_local const Shell* asked = nullptr;

Tensor tensor_or_throw(nb::handle value, const std::string& who) {
  std::optional<Tensor> tensor = tensor_from(value.ptr());
  if (tensor) return *tensor;
  const auto type = nb::cast<std::string>(nb::str(value.type().attr("__name__")));
  throw DTypeError(who, "a tensor, an array or a number", type);
}

Shape joined(Shape first, const Shape& second) {
  for (const std::int64_t length : second) first.push_back(length);
  return first;
}

/// A plain array as the Jacobian that the seed's conventions take it for.
Jacobian jacobian_of(const Tensor& values, const Tensor& output, const Tensor& source,
                     bool for_weights) {
  // All that there is to say of a number, a loss: its derivative by each element.
  if (output.size() == 1 && values.shape() == source.shape())
    return Jacobian::full(values.reshape(joined(output.shape(), source.shape())));
  return for_weights ? Jacobian::weight(values) : Jacobian::from_array(values);
}

/// Zeros for outputs that the target does not depend on: in Python, J[0] = None says that there is
/// nothing above at all.
Tensors without_gaps(Tensors J, const Diffable& self) {
  if (std::none_of(J.begin(), J.end(), [](const Tensor& j) { return j.defined(); })) return J;
  for (std::size_t k = 0; k < J.size(); ++k) {
    if (J[k].defined()) continue;
    J[k] = ops::zeros_like(self.outputs()[k]);
    J[k].trainable(false);
  }
  return J;
}

}  // namespace

Pending::Pending(const Shell& shell, nb::handle run, std::optional<bool> training)
    : shell_(shell), run_(run), training_(training), outer_(std::exchange(pending, this)) {}

Pending::~Pending() { pending = outer_; }

void Shell::attach(nb::handle shell, const std::vector<std::string>& overridden) {
  shell_ = shell.ptr();
  class_name_ = nb::cast<std::string>(shell.type().attr("__name__"));
  overridden_ = 0;
  for (std::size_t hook = 0; hook < hook_names.size(); ++hook) {
    for (const std::string& name : overridden) {
      if (name == hook_names[hook]) overridden_ |= std::uint64_t{1} << hook;
    }
  }
}

bool Shell::is_asked() const { return asked == this; }

nb::object Shell::shell() const {
  if (!shell_) throw ValueError(class_name_, "its Python object", "none");
  return nb::borrow(shell_);
}

std::shared_ptr<const void> Shell::keep_alive() const {
  if (!shell_) return nullptr;
  const Lock lock;
  return {shell_, KeepAlive(shell_)};
}

Tensors Shell::forward_in_python(const Arguments& arguments) const {
  const Lock lock;
  nb::object result;
  if (pending && &pending->shell_ == this) {
    const Pending* call = std::exchange(pending, pending->outer_);
    const bool inherits = calls_around > 0 || arguments.training();
    const Set<int> deeper(calls_around, calls_around + 1);
    result = call->run_(call->training_ ? nb::cast(*call->training_)
                        : inherits      ? nb::cast(arguments.training())
                                        : nb::none());
  } else {
    const Set<int> deeper(calls_around, calls_around + 1);
    result = ask("_engine_forward", arguments.inputs(), arguments.names(), arguments.training());
  }
  Tensors outputs;
  if (PyList_Check(result.ptr()) || PyTuple_Check(result.ptr())) {
    for (const nb::handle output : result) outputs.push_back(tensor_or_throw(output, class_name_));
  } else {
    outputs.push_back(tensor_or_throw(result, class_name_));
  }
  return outputs;
}

Tensors Shell::weights_in_python() const {
  const Lock lock;
  Tensors weights;
  for (const nb::handle weight : shell().attr("weights"))
    weights.push_back(tensor_or_throw(weight, class_name_));
  return weights;
}

std::optional<Jacobians> Shell::jacobians_in_python(const Diffable& self, bool for_weights) const {
  const Lock lock;
  const Set<const Shell*> asking(asked, this);
  const char* method = for_weights ? "get_weight_gradients" : "get_input_gradients";
  nb::object result = ask(method);
  if (result.is_none() || nb::len(result) == 0) return std::nullopt;
  // The call is looked at only now: while the engine merely asks whether there is a rule, there is
  // none.
  const Tensors sources = for_weights ? self.weights() : self.inputs();
  const Tensors& outputs = self.outputs();
  if (PyObject_HasAttrString(result.ptr(), "ndim") && sources.size() == 1)
    result = nb::make_tuple(result);
  const std::size_t count = sources.size() * outputs.size();
  if (nb::len(result) != count) {
    throw ValueError(class_name_, std::to_string(count) + " gradients of " + method,
                     std::to_string(nb::len(result)));
  }
  Jacobians jacobians;
  for (const nb::handle item : result) {
    const std::size_t k = jacobians.size() / sources.size(), i = jacobians.size() % sources.size();
    if (nb::isinstance<Jacobian>(item)) {
      jacobians.push_back(nb::cast<Jacobian>(item));
    } else if (item.is_none()) {
      jacobians.push_back(Jacobian::zero());
    } else {
      jacobians.push_back(
          jacobian_of(tensor_or_throw(item, class_name_), outputs[k], sources[i], for_weights));
    }
  }
  return jacobians;
}

std::optional<Tensors> Shell::products_in_python(const Diffable& self, const Tensors& J,
                                                 bool for_weights) const {
  const Lock lock;
  const Set<const Shell*> asking(asked, this);
  const nb::object result = ask(
      for_weights ? "compose_weight_gradients" : "compose_input_gradients", without_gaps(J, self));
  if (result.is_none() || nb::len(result) == 0) return std::nullopt;
  Tensors gradients = tensors_from(result);
  const Tensors sources = for_weights ? self.weights() : self.inputs();
  for (std::size_t i = 0; i < gradients.size() && i < sources.size(); ++i) {
    if (gradients[i].defined()) gradients[i] = ops::cast(gradients[i], sources[i].dtype());
  }
  return gradients;
}

Tensors tensors_from(nb::handle values) {
  Tensors tensors;
  for (const nb::handle value : values)
    tensors.push_back(value.is_none() ? Tensor() : tensor_or_throw(value, "gradients"));
  return tensors;
}

nb::list remembered(const Tensors& tensors) {
  nb::list objects;
  for (const Tensor& tensor : tensors) {
    objects.append(tensor);
    remember(nb::object(objects[objects.size() - 1]).ptr(), tensor);
  }
  return objects;
}

nb::object outputs_to_python(const Tensors& outputs) {
  return outputs.size() == 1 ? nb::cast(outputs[0]) : nb::cast(outputs);
}

}  // namespace beras::python
