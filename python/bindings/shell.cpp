#include "bindings/shell.h"

#include <algorithm>

#include <beras/base/error.h>
#include <beras/ops/join.h>
#include <beras/tensor/create.h>

namespace beras::python {
namespace {

thread_local Pending* pending = nullptr;
thread_local int calls_around = 0;
thread_local const Shell* asked = nullptr;

Tensor tensor_or_throw(nb::handle value, const std::string& who) {
  std::optional<Tensor> tensor = tensor_from(value.ptr());
  if (tensor) return *tensor;
  const auto type = nb::cast<std::string>(nb::str(value.type().attr("__name__")));
  throw DTypeError(who, "a tensor, an array or a number", type);
}

/// What a function of gradients gave, as something that has a length: None, an array, or a list of
/// whatever can be iterated.
nb::object listed(nb::object result, const std::string& who) {
  PyObject* object = result.ptr();
  if (result.is_none() || PyList_Check(object) || PyTuple_Check(object) ||
      PyObject_HasAttrString(object, "ndim"))
    return result;
  if (!PyDict_Check(object) && !PyUnicode_Check(object) &&
      PyObject_HasAttrString(object, "__iter__"))
    return nb::list(result);
  throw DTypeError(who, "a list of gradients",
                   nb::cast<std::string>(nb::str(result.type().attr("__name__"))));
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

const std::vector<std::string>& hook_names() {
  static const auto& names = *new std::vector<std::string>{
#define BERAS_HOOK(name) #name,
#include "bindings/hooks.def"
#undef BERAS_HOOK
  };
  return names;
}

Pending::Pending(const Shell& shell, nb::handle run, std::optional<bool> training)
    : shell_(shell), run_(run), training_(training), outer_(std::exchange(pending, this)) {}

Pending::~Pending() { pending = outer_; }

void Shell::attach(nb::handle shell, const std::vector<std::string>& overridden) {
  shell_ = shell.ptr();
  class_name_ = nb::cast<std::string>(shell.type().attr("__name__"));
  overridden_ = 0;
  for (std::size_t hook = 0; hook < hook_names().size(); ++hook) {
    for (const std::string& name : overridden) {
      if (name == hook_names()[hook]) overridden_ |= std::uint64_t{1} << hook;
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

std::optional<Jacobians> Shell::jacobians_in_python(const Gradients& gradients) const {
  const Lock lock;
  const Set<const Shell*> asking(asked, this);
  const char* method = gradients.for_weights ? "get_weight_gradients" : "get_input_gradients";
  nb::object result = listed(ask(method), class_name_);
  if (result.is_none() || nb::len(result) == 0) return std::nullopt;
  // The call is looked at only now: while the engine merely asks whether there is a rule, there is
  // none.
  const Tensors sources = gradients.sources();
  const Tensors& outputs = gradients.diffable.outputs();
  const std::size_t count = sources.size() * outputs.size();
  if (count == 0) return Jacobians();
  if (outputs.size() == 1)
    result = read_list(result, is_jacobian_shape,
                       gradients.role(class_name_, 0, sources[0], outputs[0]));
  const std::size_t given = nb::len(result);
  if (given != count && outputs.size() > 1) {
    throw ValueError(class_name_, std::to_string(count) + " gradients of " + method,
                     std::to_string(given));
  }
  Jacobians jacobians(count, Jacobian::zero());
  // Arguments that are no tensors, flags say, may have an entry too, at the end.
  for (std::size_t n = 0; n < std::min(given, count); ++n) {
    const std::size_t k = n / sources.size(), i = n % sources.size();
    if (!gradients.wants(i)) continue;
    const nb::object item = result[n];
    if (nb::isinstance<Jacobian>(item)) {
      jacobians[n] = nb::cast<Jacobian>(item);
    } else if (!item.is_none()) {
      jacobians[n] = read_jacobian(tensor_or_throw(item, class_name_),
                                   gradients.role(class_name_, i, sources[i], outputs[k]));
    }
  }
  return jacobians;
}

std::optional<Tensors> Shell::products_in_python(const Gradients& gradients,
                                                 const Tensors& J) const {
  const Lock lock;
  const Set<const Shell*> asking(asked, this);
  nb::object result =
      listed(ask(gradients.for_weights ? "compose_weight_gradients" : "compose_input_gradients",
                 without_gaps(J, gradients.diffable)),
             class_name_);
  if (result.is_none() || nb::len(result) == 0) return std::nullopt;
  const Tensors sources = gradients.sources();
  if (sources.empty()) return Tensors();
  const Tensor& output = gradients.diffable.outputs().front();
  result = read_list(result, is_product_shape, gradients.role(class_name_, 0, sources[0], output));
  const std::size_t given = std::min(nb::len(result), sources.size());
  Tensors products(sources.size());
  for (std::size_t i = 0; i < given; ++i) {
    const nb::object item = result[i];
    if (!gradients.wants(i) || item.is_none()) continue;
    products[i] = read_product(tensor_or_throw(item, class_name_),
                               gradients.role(class_name_, i, sources[i], output));
  }
  return products;
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
