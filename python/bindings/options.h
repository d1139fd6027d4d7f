// How the signature of a class of the engine becomes a Python constructor: the arguments of the C++
// constructor, and the fields of its options struct.
//
//     define(bound, signature(Type<layers::Dense>()));
//
// Classes that only Python knows are bound by a list of parameters.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <beras/core/signature.h>
#include <beras/tensor/any_dtype.h>

#include "bindings/choices.h"
#include "bindings/configurations.h"
#include "bindings/conversions.h"
#include "bindings/docstrings.h"

namespace beras::python {

// --- parameters

/// An argument of a constructor that is not in a signature.
template <typename T>
struct Own {
  using Type = T;
  const char* name;
  std::tuple<> by_default;
};

template <typename T>
Own<T> argument(const char* name) {
  return {name, {}};
}

/// What an argument is converted to: what the engine's type is made of.
template <typename Parameter>
using TypeOf = std::conditional_t<std::is_same_v<typename Parameter::Type, AnyDType>, DType,
                                  typename Parameter::Type>;

// --- their values

/// An argument as Python gave it. It is converted in the constructor rather than by nanobind, so
/// that an error is about this argument, and of the kind that the engine throws.
template <typename T>
struct Given {
  nb::handle object;
};

template <Choosable T>
struct TypeName<T> {
  static constexpr auto name = Chosen<T>::type_name;
};
template <typename T>
T converted(nb::handle object, const std::string& who, const char* argument) {
  if constexpr (Choosable<T>) {
    return Chosen<T>::from(object);
  } else {
    if constexpr (std::is_same_v<T, DTypePolicy>) {
      if (PyDict_Check(object.ptr())) return cast_or_refuse<T>(deserialized(object), who, argument);
      // The engine says which names there are.
      if (PyUnicode_Check(object.ptr()) && !dtype_from(object.ptr()))
        return DTypePolicy(cast_or_refuse<std::string>(object, who, argument));
    }
    if constexpr (std::is_same_v<T, std::string>) {
      if (PyObject_HasAttrString(object.ptr(), "__fspath__") != 0)
        return cast_or_refuse<std::string>(nb::steal(PyOS_FSPath(object.ptr())), who, argument);
    }
    return cast_or_refuse<T>(object, who, argument);
  }
}

template <>
struct TypeName<std::nullptr_t> {
  static constexpr auto name = nb::detail::const_name("None");
};

/// A default as signatures show it: None where it has no short form.
template <typename T>
nb::object shown(const T& value) {
  if constexpr (std::is_same_v<T, double>) {
    return std::isfinite(value) ? nb::cast(value) : nb::none();
  } else if constexpr (std::is_same_v<T, std::string>) {
    return value.empty() ? nb::none() : nb::cast(value);
  } else if constexpr (std::is_same_v<T, losses::Reduction>) {
    return nb::cast(std::string(value.name()));
  } else if constexpr (std::is_same_v<T, optimizers::LearningRate>) {
    return nb::cast(value.at(0));
  } else if constexpr (std::is_same_v<T, initializers::AnyInitializer>) {
    return value.name().empty() ? nb::none() : nb::cast(value.name());
  } else if constexpr (requires { Chosen<T>::shown(value); }) {
    return Chosen<T>::shown(value);
  } else if constexpr (Choosable<T> || std::is_same_v<T, DType> || std::is_same_v<T, DTypePolicy>) {
    return nb::none();
  } else {
    return nb::cast(value);
  }
}

// --- the constructor

template <typename Options, typename Parameter>
auto declared(const Options& options, const Parameter& parameter) {
  if constexpr (requires { parameter.by_default; }) {
    if constexpr (std::tuple_size_v<decltype(parameter.by_default)> == 0) {
      return nb::arg(parameter.name);
    } else {
      using Type = typename Parameter::Type;
      return nb::arg(parameter.name) = shown(Type(std::get<0>(parameter.by_default)));
    }
  } else {
    return nb::arg(parameter.name).none() = shown<TypeOf<Parameter>>(Parameter::value_of(options));
  }
}

template <typename T>
nb::object only_value(const Fixed<T>& parameter) {
  if constexpr (std::is_null_pointer_v<T>) {
    return nb::none();
  } else {
    return nb::cast(parameter.value);
  }
}
template <typename Options, typename T>
nb::arg_v declared(const Options&, const Fixed<T>& parameter) {
  return nb::arg(parameter.name).none() = only_value(parameter);
}

/// What the constructor takes of it: the argument itself; nothing of a field, which is set.
template <typename Options, typename Parameter>
auto taken(Options& options, const Parameter& parameter, nb::handle object,
           const std::string& who) {
  using Type = TypeOf<Parameter>;
  if constexpr (requires { parameter.by_default; }) {
    return std::tuple<Type>(converted<Type>(object, who, parameter.name));
  } else {
    // None is a reduction of its own, and a value of what may be left out.
    constexpr bool takes_none = std::is_same_v<Type, losses::Reduction> || requires(Type value) {
      value.has_value();
    };
    if (!object.is_none() || takes_none)
      Parameter::value_of(options) = converted<Type>(object, who, parameter.name);
    return std::tuple<>();
  }
}

template <typename Options, typename T>
std::tuple<> taken(Options&, const Fixed<T>& parameter, nb::handle object, const std::string& who) {
  const nb::object only = only_value(parameter);
  if (!object.is_none() && !object.equal(only)) {
    throw ValueError(who,
                     std::string(parameter.name) + "=" + nb::repr(only).c_str() +
                         ": the library has no others yet",
                     nb::repr(object).c_str());
  }
  return {};
}

/// Defines `__init__` with these parameters.
template <typename Class, typename... Bound, typename... Parameters>
void define_init(nb::class_<Class, Bound...>& bound, const std::string& who,
                 const Parameters&... parameters) {
  using Options = typename OptionsOf<Parameters...>::type;
  bound.def(
      "__init__",
      [who, parameters...](Class* self, Given<TypeOf<Parameters>>... given) {
        Options options;
        auto arguments = std::tuple_cat(taken(options, parameters, given.object, who)...);
        const Released unlocked;
        if constexpr ((requires { typename Parameters::Options; } || ...)) {
          std::apply(
              [&](auto&... each) { new (self) Class(std::move(each)..., std::move(options)); },
              arguments);
        } else {
          std::apply([&](auto&... each) { new (self) Class(std::move(each)...); }, arguments);
        }
      },
      declared(Options(), parameters)...);
}

/// Defines what the signature of a class states: `__init__`, the configuration, and properties.
template <typename Class, typename... Bound, typename Stated, typename... Rest>
void define(nb::class_<Class, Bound...>& bound, const Signature<Stated, Rest...>& stated) {
  std::apply([&](const auto&... parameters) { define_init(bound, stated.name, parameters...); },
             stated.parameters);
  bound.attr("names") = nb::cast(stated.names());
  bound.def("get_config", [](const Class& self) { return to_python(config_of<Stated>(self)); });
  std::apply(
      [&]<auto... Getters>(const Property<Getters>&... properties) {
        (bound.def_prop_ro(properties.name, Getters), ...);
      },
      stated.properties);
}

/// Binds the classes of a room: `Bound<Class>` is nanobind's for one, and `more(bound)` adds what
/// their signatures do not state.
template <template <typename> typename Bound, typename... Classes, typename More>
void bind_all(nb::module_& m, const std::string& room, Types<Classes...> classes,
              const More& more) {
  for_each(classes, [&]<typename Class>(Type<Class>) {
    const auto stated = signature(Type<Class>());
    Bound<Class> bound(m, stated.name, doc("beras::" + room + "::" + stated.name));
    define(bound, stated);
    more(bound);
  });
}
template <template <typename> typename Bound, typename... Classes>
void bind_all(nb::module_& m, const std::string& room, Types<Classes...> classes) {
  bind_all<Bound>(m, room, classes, [](auto&) {});
}

}  // namespace beras::python

namespace nanobind::detail {

template <typename T>
struct type_caster<beras::python::Given<T>> {
  NB_TYPE_CASTER(beras::python::Given<T>, beras::python::TypeName<T>::name)

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    value.object = source;
    return true;
  }
};

}  // namespace nanobind::detail
