// How one statement binds a class of the engine with Keras's arguments: those of its constructor,
// then the fields of its options struct.
//
//     layer<layers::Dense>(m, "Dense", argument<std::int64_t>("units"),
//                          FIELD(layers::DenseOptions, activation), ...);
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <beras/tensor/any_dtype.h>

#include "bindings/choices.h"
#include "bindings/conversions.h"

namespace beras::python {

// --- parameters

/// An argument of the constructor, with a default in `With`.
template <typename T, typename... With>
struct Argument {
  using Type = T;
  const char* name;
  std::tuple<With...> by_default;
};

template <typename T, typename... With>
Argument<T, With...> argument(const char* name, With... by_default) {
  return {name, {by_default...}};
}

/// A field of the options struct, of the same name in Python. Its default is that of the struct,
/// and what None means.
template <auto Member>
struct Field;

template <typename Struct, typename T, T Struct::*Member>
struct Field<Member> {
  using Options = Struct;
  using Type = std::conditional_t<std::is_same_v<T, AnyDType>, DType, T>;
  const char* name;
};

#define FIELD(options, field) \
  ::beras::python::Field<&options::field> { #field }

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

template <typename... Parameters>
struct OptionsOf {
  struct type {};
};
template <typename First, typename... Rest>
struct OptionsOf<First, Rest...> : OptionsOf<Rest...> {};
template <auto Member, typename... Rest>
struct OptionsOf<Field<Member>, Rest...> {
  using type = typename Field<Member>::Options;
};

template <typename Options, typename T>
nb::arg declared(const Options&, const Argument<T>& parameter) {
  return nb::arg(parameter.name);
}
template <typename Options, typename T, typename Default>
nb::arg_v declared(const Options&, const Argument<T, Default>& parameter) {
  return nb::arg(parameter.name) = shown(T(std::get<0>(parameter.by_default)));
}
template <typename Options, auto Member>
nb::arg_v declared(const Options& options, const Field<Member>& parameter) {
  return nb::arg(parameter.name).none() = shown<typename Field<Member>::Type>(options.*Member);
}

/// What the constructor takes of it: the argument itself; nothing of a field, which is set.
template <typename Options, typename T, typename... With>
std::tuple<T> taken(Options&, const Argument<T, With...>& parameter, nb::handle object,
                    const std::string& who) {
  return {converted<T>(object, who, parameter.name)};
}
template <typename Options, auto Member>
std::tuple<> taken(Options& options, const Field<Member>& parameter, nb::handle object,
                   const std::string& who) {
  using Type = typename Field<Member>::Type;
  // None is a reduction of its own.
  if (!object.is_none() || std::is_same_v<Type, losses::Reduction>)
    options.*Member = converted<Type>(object, who, parameter.name);
  return {};
}

/// Defines `__init__` with these parameters.
template <typename Class, typename... Bound, typename... Parameters>
void define_init(nb::class_<Class, Bound...>& bound, const std::string& who,
                 const Parameters&... parameters) {
  using Options = typename OptionsOf<Parameters...>::type;
  bound.def(
      "__init__",
      [who, parameters...](Class* self, Given<typename Parameters::Type>... given) {
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
