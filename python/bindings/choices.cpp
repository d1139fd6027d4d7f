#include "bindings/choices.h"

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/constraints/all.h>
#include <beras/core/diffable.h>
#include <beras/metrics/mean.h>
#include <beras/regularizers/all.h>

#include "bindings/function.h"
#include "bindings/weight_rule.h"

namespace beras::python {
namespace {

using namespace nb::literals;

[[noreturn]] void refuse(const char* room, const char* expected, nb::handle object) {
  const auto type = nb::cast<std::string>(object.type().attr("__name__"));
  throw DTypeError(room, expected, type);
}

std::optional<std::string> text(nb::handle object) {
  std::string text;
  if (!PyUnicode_Check(object.ptr()) || !nb::try_cast(object, text)) return std::nullopt;
  return text;
}

/// The name of a function of this room of the package, which the engine knows better.
std::optional<std::string> name_in(const char* room, nb::handle function) {
  const auto module = text(nb::getattr(function, "__module__", nb::none()));
  const std::string public_name = std::string("beras.") + room;
  if (!module || (*module != public_name && *module != "beras._engine." + std::string(room)))
    return std::nullopt;
  return text(nb::getattr(function, "__name__", nb::none()));
}

template <typename T>
std::shared_ptr<T> engine_object(nb::handle object) {
  Shared<T> shared;
  return nb::try_cast(object, shared) ? shared.pointer : nullptr;
}

/// A class stands for an object that it makes, and a configuration for what it is of.
nb::object instance(const char* room, nb::handle object) {
  if (PyType_Check(object.ptr())) return object();
  if (!PyDict_Check(object.ptr())) return nb::borrow(object);
  return nb::module_::import_((std::string("beras.") + room).c_str()).attr("get")(object);
}

/// What an option of the engine holds of Python, and knows how to say in a configuration.
struct PythonOption {
  Function function;
  Config serialized() const { return function.serialized(); }
};
struct PythonActivation : PythonOption {
  Tensor operator()(const Tensor& x) const { return function.call<Tensor>(x); }
};
struct PythonLayer : PythonOption {
  std::shared_ptr<Diffable> layer;
  Tensor operator()(const Tensor& x) const { return (*layer)(x); }
};
struct PythonInitializer : PythonOption {
  Tensor operator()(const Shape& shape, DType dtype) const {
    const Lock lock;
    return function.call<Tensor>(shape, "dtype"_a = dtype);
  }
};

/// A schedule that Python computes.
class PythonSchedule : public optimizers::schedules::LearningRateSchedule {
 public:
  explicit PythonSchedule(Function function) : function_(std::move(function)) {}
  double operator()(std::int64_t step) const override {
    const Lock lock;
    return nb::cast<double>(nb::float_(function_.call<nb::object>(step)));
  }
  Config serialized() const override { return function_.serialized(); }

 private:
  Function function_;
};

/// Whether a function is called without arguments; some of those in C do not tell.
bool takes_nothing(nb::handle function) {
  try {
    const nb::object signature = nb::module_::import_("inspect").attr("signature")(function);
    const nb::object parameters = signature.attr("parameters");
    return nb::len(parameters) == 0;
  } catch (nb::python_error&) {
    return false;
  }
}

bool is_function(nb::handle object) { return PyCallable_Check(object.ptr()) != 0; }

/// True for an object of one of the engine's classes, and not of a class that derives from it.
bool is_of_engine(nb::handle object) {
  const nb::object own = object.type().attr("__dict__");
  return PyMapping_HasKeyString(own.ptr(), "_engine_class") != 0;
}

/// What the option Any takes of a regularizer or a constraint: those of the engine are called
/// there.
template <typename Any, typename... Classes>
Any weight_rule(const char* room, Types<Classes...> classes, nb::handle given) {
  if (given.is_none()) return {};
  nb::object object = instance(room, given);
  if (text(object))
    object = nb::module_::import_((std::string("beras.") + room).c_str()).attr("get")(object);
  if (!is_function(object)) refuse(room, "a name or a function", object);
  WeightFunction function;
  if (is_of_engine(object)) {
    for_each(classes, [&]<typename Class>(Type<Class>) {
      if (const auto engine = engine_object<Class>(object)) function = *engine;
    });
  }
  if (!function) {
    function = [called = Function(object)](const Tensor& weight) {
      return called.call<Tensor>(weight);
    };
  }
  return WeightRuleOfPython(object, std::move(function));
}

}  // namespace

std::string name_of(nb::handle function) {
  if (const auto name = text(nb::getattr(function, "__name__", nb::none()))) return *name;
  return snake_case(nb::cast<std::string>(function.type().attr("__name__")));
}

activations::AnyActivation Chosen<activations::AnyActivation>::from(nb::handle given) {
  if (given.is_none()) return "linear";
  const nb::object object =
      PyDict_Check(given.ptr()) ? instance("activations", given) : nb::borrow(given);
  if (const auto name = text(object)) return *name;
  if (const auto name = name_in("activations", object)) return *name;
  if (const auto layer = engine_object<Diffable>(object))
    return PythonLayer{{Function(object)}, layer};
  if (!is_function(object)) refuse("activations", "a name, a function or a layer", object);
  return PythonActivation{{Function(object)}};
}

initializers::AnyInitializer Chosen<initializers::AnyInitializer>::from(nb::handle given) {
  const nb::object object = instance("initializers", given);
  if (const auto name = text(object)) return *name;
  if (!is_function(object)) refuse("initializers", "a name or a function", object);
  return PythonInitializer{{Function(object)}};
}

regularizers::AnyRegularizer Chosen<regularizers::AnyRegularizer>::from(nb::handle given) {
  return weight_rule<regularizers::AnyRegularizer>("regularizers", regularizers::All(), given);
}

constraints::AnyConstraint Chosen<constraints::AnyConstraint>::from(nb::handle given) {
  return weight_rule<constraints::AnyConstraint>("constraints", constraints::All(), given);
}

losses::AnyLoss Chosen<losses::AnyLoss>::from(nb::handle given) {
  const nb::object object = instance("losses", given);
  if (const auto name = text(object)) return *name;
  if (const auto name = name_in("losses", object)) return *name;
  if (const auto loss = engine_object<losses::Loss>(object)) return loss;
  if (!is_function(object)) refuse("losses", "a name, a Loss or a function", object);
  const auto values = [function = Function(object)](const Tensor& y_true, const Tensor& y_pred) {
    return function.call<Tensor>(y_true, y_pred);
  };
  return losses::LossFunctionWrapper(values, {.name = name_of(object)});
}

metrics::AnyMetric Chosen<metrics::AnyMetric>::from(nb::handle given) {
  const nb::object object = instance("metrics", given);
  if (const auto name = text(object)) return *name;
  if (const auto name = name_in("metrics", object)) return *name;
  if (const auto metric = engine_object<metrics::Metric>(object)) return metric;
  if (!is_function(object)) refuse("metrics", "a name, a Metric or a function", object);
  const auto values = [function = Function(object)](const Tensor& y_true, const Tensor& y_pred) {
    return function.call<Tensor>(y_true, y_pred);
  };
  return metrics::MeanMetricWrapper(values, {.name = name_of(object)});
}

optimizers::AnyOptimizer Chosen<optimizers::AnyOptimizer>::from(nb::handle given) {
  const nb::object object = instance("optimizers", given);
  if (const auto name = text(object)) return *name;
  if (const auto optimizer = engine_object<optimizers::Optimizer>(object)) return optimizer;
  refuse("optimizers", "a name or an Optimizer", object);
}

optimizers::LearningRate Chosen<optimizers::LearningRate>::from(nb::handle object) {
  if (!is_function(object)) {
    double rate = 0;
    if (!nb::try_cast(object, rate)) refuse("optimizers", "a number or a function", object);
    return rate;
  }
  // A schedule of the engine's, unless its class calls otherwise.
  const nb::object call = object.type().attr("__call__");
  if (nb::cast<bool>(nb::getattr(call, "is_engine_method", nb::bool_(false)))) {
    using optimizers::schedules::LearningRateSchedule;
    if (const auto schedule = engine_object<LearningRateSchedule>(object)) return schedule;
  }
  if (nb::hasattr(object, "get_config")) return std::make_shared<PythonSchedule>(Function(object));
  return [function = Function(object), is_plain = takes_nothing(object)](std::int64_t step) {
    const Lock lock;
    const auto rate = is_plain ? function.call<nb::object>() : function.call<nb::object>(step);
    return nb::cast<double>(nb::float_(rate));
  };
}

losses::Reduction Chosen<losses::Reduction>::from(nb::handle object) {
  if (object.is_none()) return losses::Reduction::none;
  const auto name = text(object);
  if (!name) refuse("losses", "the name of a reduction", object);
  return losses::Reduction(*name);
}

}  // namespace beras::python
