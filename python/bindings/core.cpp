// The seed's classes: Diffable, Jacobian, GradientTape.
#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/core/check_gradients.h>
#include <beras/core/context_internal.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/operation.h>
#include <beras/core/scopes.h>
#include <beras/tensor/device.h>

#include "bindings/conversions.h"
#include "bindings/function.h"
#include "bindings/module.h"
#include "bindings/no_gradient.h"
#include "bindings/trampoline.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// The Python side of an engine object; every one that Python has made has one.
DiffableShell& shell_of(const Diffable& diffable) {
  auto* shell = dynamic_cast<const DiffableShell*>(&diffable);
  if (!shell) throw ValueError(diffable.label(), "an object made in Python", "one of the engine");
  return const_cast<DiffableShell&>(*shell);
}

std::optional<bool> training_from(nb::handle value) {
  return value.is_none() ? std::nullopt
                         : std::optional(cast_or_refuse<bool>(value, "call", "training"));
}

Tensor argument(const Diffable& diffable, nb::handle value) {
  std::optional<Tensor> tensor = tensor_from(value.ptr());
  if (tensor) return *std::move(tensor);
  throw DTypeError(diffable.label(), "tensors, arrays or numbers",
                   nb::cast<std::string>(nb::str(value.type().attr("__name__"))));
}

/// What Python passed to an object of the engine.
struct Passed {
  Tensors inputs;
  std::optional<bool> training;
};

/// What the arguments of an engine object are called in Python: as in Keras, a layer's first one is
/// `inputs`.
std::vector<std::string> names_in_python(const Diffable& diffable) {
  std::vector<std::string> names = shell_of(diffable).plain_argument_names();
  if (!names.empty() && names[0] == "x") names[0] = "inputs";
  return names;
}

[[noreturn]] void refuse_call(const Diffable& diffable, const std::string& what) {
  std::string known;
  for (const std::string& name : names_in_python(diffable)) known += name + ", ";
  throw nb::type_error(
      ("[" + diffable.label() + "] " + what + " It has: " + known + "training.").c_str());
}

/// Where the argument of that name stands; TypeError if there is none.
std::size_t position_of(const Diffable& diffable, const std::string& name) {
  const std::vector<std::string> known = shell_of(diffable).plain_argument_names();
  for (std::size_t i = 0; i < known.size(); ++i)
    if (name == known[i] || (i == 0 && known[i] == "x" && name == "inputs")) return i;
  refuse_call(diffable, "has no argument '" + name + "'.");
}

/// Tensors by position or by name, and `training`. None is left out.
Passed passed_to(const Diffable& diffable, const nb::args& args, const nb::kwargs& kwargs) {
  Passed passed;
  for (const nb::handle value : args)
    passed.inputs.push_back(value.is_none() ? Tensor() : argument(diffable, value));
  if (args.size() > 1) {
    const std::size_t most = shell_of(diffable).plain_argument_names().size();
    if (args.size() > most)
      refuse_call(diffable, "takes " + std::to_string(most) +
                                " by position. Received: " + std::to_string(args.size()) + ".");
  }
  for (const auto& [key, value] : kwargs) {
    const auto name = cast_or_refuse<std::string>(key, diffable.label(), "a name");
    if (name == "training") {
      passed.training = training_from(value);
      continue;
    }
    const std::size_t position = position_of(diffable, name);
    if (position < args.size())
      refuse_call(diffable, "got '" + name + "' by position and by name.");
    if (passed.inputs.size() <= position) passed.inputs.resize(position + 1);
    if (!value.is_none()) passed.inputs[position] = argument(diffable, value);
  }
  while (!passed.inputs.empty() && !passed.inputs.back().defined()) passed.inputs.pop_back();
  for (std::size_t i = 0; i < passed.inputs.size(); ++i) {
    if (!passed.inputs[i].defined())
      refuse_call(diffable, "expected '" + names_in_python(diffable)[i] + "'. Received: none.");
  }
  return passed;
}

/// A call of an engine object.
nb::object call(const Diffable& diffable, nb::args args, nb::kwargs kwargs) {
  Passed passed = passed_to(diffable, args, kwargs);
  if (passed.inputs.empty()) refuse_call(diffable, "expected an input. Received: none.");
  Tensors outputs;
  {
    const Released unlocked;
    outputs = diffable.apply(Arguments(std::move(passed.inputs)), {.training = passed.training});
  }
  return outputs_to_python(outputs);
}

/// A call whose inside is Python's: `run(training)` does it.
Tensors call_python(const Diffable& diffable, const std::vector<std::string>& names,
                    const Tensors& inputs, nb::handle run, std::optional<bool> training) {
  const Pending pending(shell_of(diffable), run, training);
  const Released unlocked;
  return diffable.apply(Arguments(inputs, names), {.training = training});
}

SymbolicCall::Writer writer_of(nb::handle written) {
  return [function = Function(written)](const std::vector<Config>& inputs) {
    const Lock lock;
    nb::list given;
    for (const Config& input : inputs) given.append(to_python(input));
    return config_from(function.call<nb::object>(given));
  };
}

/// Notes a call with symbolic tensors, which `make(owner, tensors)` makes: the tensors are those of
/// `inputs` or others in their places, what it gives is a list. `stated()` are the shapes and
/// dtypes of that, asked for once the object is built, or None where they are to be found out.
/// `written(inputs)` is the call in configurations, with these for its inputs.
Tensors note_call(const Diffable& diffable, const Tensors& inputs, nb::object make,
                  nb::object stated, nb::object written) {
  const auto maker = [function = Function(make)](const Diffable& owner, const Tensors& given,
                                                 CallOptions) {
    const Lock lock;
    return tensors_from(function.call<nb::object>(shell_of(owner).shell(), given));
  };
  {
    const Released unlocked;
    shell_of(diffable).plain_prepare(inputs);
  }
  std::optional<TensorSpecs> specs;
  if (const nb::object outputs = stated(); !outputs.is_none()) {
    specs.emplace();
    for (const auto& [shape, dtype] :
         returned<std::vector<std::pair<Shape, DType>>>(outputs, diffable.label()))
      specs->push_back({shape, dtype});
  }
  const auto writer = writer_of(written);
  const Released unlocked;
  return diffable.note_call_by(inputs, {}, maker, specs, writer);
}

/// Notes a call of an operation that is written in Python: `make(tensors)` makes it, and
/// `written(inputs)` is what configurations have of it, with these for its inputs.
Tensors note_operation(const std::string& class_name, const Tensors& inputs, nb::object make,
                       nb::object written) {
  const auto again = [function = Function(make)](const Tensors& given) {
    const Lock lock;
    return tensors_from(function.call<nb::object>(given));
  };
  const auto writer = writer_of(written);
  const Released unlocked;
  return Operation::note(snake_case(class_name), inputs, again, writer);
}

/// What the next operation is called.
struct OperationName {
  std::string name;
  std::optional<Operation::NameScope> scope = std::nullopt;
};

/// What the engine's class itself computes: `super().call(...)`.
nb::object plain_call(const Diffable& diffable, nb::args args, nb::kwargs kwargs) {
  Passed passed = passed_to(diffable, args, kwargs);
  Arguments arguments(std::move(passed.inputs));
  arguments.training(passed.training.value_or(core_context().training));
  Tensors outputs;
  {
    const Released unlocked;
    outputs = shell_of(diffable).plain_forward(arguments);
  }
  return outputs_to_python(outputs);
}

Tensors upstream(nb::handle J) { return J.is_none() ? Tensors() : tensors_from(J); }

/// Shows Python's collector the sub-layers, which may know their parent: by an attribute, or by a
/// function that they were given.
int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  if (!nb::inst_ready(self)) return 0;
  for (const auto& child : nb::inst_ptr<Diffable>(self)->children()) {
    const auto* keeps = std::get_deleter<KeepAlive>(child);
    if (keeps && child.use_count() == 1) Py_VISIT(keeps->object());
  }
  return 0;
}

PyType_Slot collector[] = {{Py_tp_traverse, reinterpret_cast<void*>(traverse)}, {0, nullptr}};

void bind_diffable(nb::module_& m) {
  nb::class_<Diffable>(m, "Diffable", nb::type_slots(collector))
      .def("__call__", call)
      .def("call_python", call_python, "names"_a, "inputs"_a, "run"_a, "training"_a.none())
      .def("note_call", note_call, "inputs"_a, "make"_a, "stated"_a, "written"_a)
      .def("graph_name", &Diffable::graph_name)
      .def("plain_call", plain_call)
      .def("attach", &attach_to<Diffable>)
      .def("is_asked", [](const Diffable& self) { return shell_of(self).is_asked(); })
      .def("argnames", &Diffable::argnames)
      .def("input_dict", &Diffable::input_dict)
      .def("inputs", [](const Diffable& self) { return self.inputs(); })
      .def("outputs", [](const Diffable& self) { return self.outputs(); })
      .def(
          "get_input_gradients",
          [](const Diffable& self) { return shell_of(self).plain_get_input_gradients(); },
          Unlocked())
      .def(
          "get_weight_gradients",
          [](const Diffable& self) { return shell_of(self).plain_get_weight_gradients(); },
          Unlocked())
      .def(
          "compose_input_gradients",
          [](const Diffable& self, nb::handle J) {
            const Tensors above = upstream(J);
            const Released unlocked;
            return shell_of(self).plain_compose_input_gradients(above);
          },
          "J"_a.none())
      .def(
          "compose_weight_gradients",
          [](const Diffable& self, nb::handle J) {
            const Tensors above = upstream(J);
            const Released unlocked;
            return shell_of(self).plain_compose_weight_gradients(above);
          },
          "J"_a.none())
      .def("weights",
           [](const Diffable& self) {
             Tensors weights;
             {
               const Released unlocked;
               weights = shell_of(self).plain_weights();
             }
             return remembered(weights);
           })
      .def("trainable_variables", &Diffable::trainable_variables, Unlocked())
      .def("non_trainable_variables", &Diffable::non_trainable_variables, Unlocked())
      .def(
          "get_trainable", [](const Diffable& self) { return self.trainable(); }, Unlocked())
      .def(
          "set_trainable", [](Diffable& self, bool value) { self.trainable(value); }, Unlocked())
      .def("frozen", &Diffable::frozen)
      .def("frozen_here", [](Diffable& self) { return remembered(shell_of(self).frozen_here()); })
      .def("frozen_children", [](const Diffable& self) { return shell_of(self).frozen_children(); })
      .def("label", &Diffable::label)
      .def("adopt", [](Diffable& self,
                       const Shared<Diffable>& child) { shell_of(self).adopt(child.pointer); })
      .def("let_go", [](Diffable& self,
                        const Shared<Diffable>& child) { shell_of(self).let_go(*child.pointer); })
      .def("let_go_weight",
           [](Diffable& self, const Tensor& weight) { shell_of(self).let_go_weight(weight); });
  nb::class_<Trampoline<Diffable>, Diffable>(m, "PythonDiffable").def(nb::init<>());
}

void bind_jacobian(nb::module_& m) {
  nb::class_<Jacobian>(m, "Jacobian")
      .def_static("elementwise", &Jacobian::elementwise, "derivative"_a)
      .def_static("shared", &Jacobian::shared, "matrix"_a)
      .def_static("per_sample", &Jacobian::per_sample, "matrices"_a)
      .def_static("weight", &Jacobian::weight, "values"_a)
      .def_static("full", &Jacobian::full, "values"_a)
      .def_static("zero", &Jacobian::zero)
      .def_prop_ro(
          "structure",
          [](const Jacobian& self) { return std::string(structure_name(self.structure())); })
      .def_prop_ro("values", &Jacobian::values)
      .def("compose", &Jacobian::compose, "upstream"_a, "input_shape"_a, Unlocked())
      .def("dense", &Jacobian::dense, "output_shape"_a, "input_shape"_a, Unlocked());
}

void bind_tape(nb::module_& m) {
  nb::class_<Call>(m, "Call")
      .def_prop_ro("label", [](const Call& self) { return self.diffable().label(); })
      .def_prop_ro("inputs", [](const Call& self) { return self.inputs(); })
      .def_prop_ro("outputs", [](const Call& self) { return self.outputs; })
      .def_prop_ro("weights", [](const Call& self) { return self.weights; });
  nb::class_<GradientTape>(m, "GradientTape")
      .def("__init__",
           [](GradientTape* self, bool persistent, bool watch_accessed_variables) {
             new (self) GradientTape({.persistent = persistent,
                                      .watch_accessed_variables = watch_accessed_variables,
                                      .follow_frozen = watch_accessed_variables,
                                      .start = false});
           })
      .def("start", &GradientTape::start)
      .def("stop", &GradientTape::stop)
      .def("recording", &GradientTape::recording)
      .def("reset", &GradientTape::reset)
      .def("watch", [](GradientTape& self, const Tensors& tensors) { self.watch(tensors); })
      .def("watched_variables", &GradientTape::watched_variables)
      .def("calls",
           [](const GradientTape& self) {
             std::vector<Call> calls;
             for (const auto& call : self.calls()) calls.push_back(*call);
             return calls;
           })
      .def(
          "gradient",
          [](GradientTape& self, const Tensors& targets, const Tensors& sources,
             const Tensors& output_gradients, const std::string& unconnected_gradients,
             nb::object on_ready) {
            GradientOptions options{.output_gradients = output_gradients,
                                    .unconnected_gradients = unconnected_gradients};
            // By reference: it is copied and destroyed without the interpreter's lock.
            if (!on_ready.is_none()) {
              options.on_ready = [&on_ready](std::size_t source, const Tensor& gradient) {
                const Lock lock;
                on_ready(source, gradient);
              };
            }
            const Released unlocked;
            return self.gradient(targets, sources, options);
          },
          "targets"_a, "sources"_a, "output_gradients"_a, "unconnected_gradients"_a,
          "on_ready"_a.none())
      .def("jacobian", nb::overload_cast<const Tensor&, const Tensors&>(&GradientTape::jacobian),
           Unlocked())
      .def("batch_jacobian",
           nb::overload_cast<const Tensor&, const Tensors&>(&GradientTape::batch_jacobian),
           Unlocked());
}

/// PauseRecording, entered and left by Python's `with`.
struct Pause {
  std::optional<PauseRecording> scope;
};

/// A scope in which things are computed, also within a trial run.
struct Computing {
  std::optional<DeviceScope> scope;
};

}  // namespace

void bind_core(nb::module_& m) {
  bind_jacobian(m);
  bind_diffable(m);
  bind_tape(m);
  nb::class_<Pause>(m, "PauseRecording")
      .def(nb::init<>())
      .def("__enter__", [](Pause& self) { self.scope.emplace(); })
      .def("__exit__", [](Pause& self, nb::args) { self.scope.reset(); });
  m.attr("hooks") = nb::cast(hook_names());
  m.def("note_operation", note_operation, "class_name"_a, "inputs"_a, "make"_a, "written"_a);
  nb::class_<OperationName>(m, "OperationName")
      .def(
          "__init__",
          [](OperationName* self, const std::string& name) { new (self) OperationName{name}; },
          "name"_a)
      .def("__enter__", [](OperationName& self) { self.scope.emplace(self.name); })
      .def("__exit__", [](OperationName& self, nb::args) { self.scope.reset(); });
  nb::class_<Computing>(m, "Computing")
      .def(nb::init<>())
      .def("__enter__", [](Computing& self) { self.scope.emplace(Device::cpu); })
      .def("__exit__", [](Computing& self, nb::args) { self.scope.reset(); });
  m.def("is_recording", is_recording);
  m.def("is_forgetting", [] { return core_context().forgetting > 0; });
  m.def("without_gradient", without_gradient);
  m.def("is_exact", &is_exact);
  m.def(
      "check_gradients",
      [](const Shared<Diffable>& diffable, const Tensors& inputs, bool training,
         const std::vector<std::size_t>& constant_inputs) {
        const Released unlocked;
        const GradientReport report = check_gradients(
            *diffable.pointer, inputs, {.training = training, .constant_inputs = constant_inputs});
        return std::pair(report.ok, report.message);
      },
      "diffable"_a, "inputs"_a, nb::kw_only(), "training"_a = false,
      "constant_inputs"_a = std::vector<std::size_t>());
}

}  // namespace beras::python
