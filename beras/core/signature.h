// The arguments of a class, stated once: what configurations, the registry and Python make of it.
//
//     template <std::same_as<Dense> Class>
//     constexpr auto signature(Type<Class>) {     // beside the class
//       using Options = Of<Class, DenseOptions>;
//       return arguments<Class>("Dense", required<&Class::units>("units"),
//                               FIELD(Options, activation), ...);
//     }
#pragma once

#include <array>
#include <concepts>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <beras/core/config_value.h>

namespace beras {

/// Stands for a class where its signature is looked up. A signature is a template, so that a
/// program that asks for none does not pay for it when it is compiled.
template <typename Class>
struct Type {};

namespace detail {

template <typename Class, typename T>
struct Late {
  using type = T;
};

}  // namespace detail

/// T, which the compiler looks into only where the signature of Class is asked for.
template <typename Class, typename T>
using Of = typename detail::Late<Class, T>::type;

/// Stands for the classes of a family.
template <typename... Classes>
struct Types {};

/// Calls body(Type<Class>()) for each.
template <typename... Classes, typename Body>
constexpr void for_each(Types<Classes...>, const Body& body) {
  (body(Type<Classes>()), ...);
}

// --- parameters

/// An argument of the constructor that is no field of an options struct. `Getter` reads it back.
template <auto Getter, typename... Default>
struct Argument;

template <typename Class, typename T, T (Class::*Getter)() const, typename... Default>
struct Argument<Getter, Default...> {
  using Type = std::remove_cvref_t<T>;
  const char* name;
  std::tuple<Default...> by_default;

  template <typename Object>
  static Type value_in(const Object& object) {
    return (object.*Getter)();
  }
};

/// One that must be given.
template <auto Getter>
constexpr Argument<Getter> required(const char* name) {
  return {name, {}};
}
/// One with a default.
template <auto Getter, typename Default>
constexpr Argument<Getter, Default> optional(const char* name, Default by_default) {
  return {name, {by_default}};
}

/// An object whose `options()` have that field.
template <typename Object, auto Member>
concept HasOption = requires(const Object& object) {
  object.options().*Member;
};

/// A field of the options struct, of the same name as Keras's argument. Its default is that of the
/// struct. The object's `options()` give it back.
template <auto Member>
struct Field;

template <typename Struct, typename T, T Struct::*Member>
struct Field<Member> {
  using Options = Struct;
  using Type = T;
  const char* name;

  template <HasOption<Member> Object>
  static Type value_in(const Object& object) {
    return object.options().*Member;
  }
  template <typename Options>
  static auto& value_of(Options& options) {
    return options.*Member;
  }
};

#define FIELD(options, field) \
  ::beras::Field<&options::field> { #field }  // NOLINT(bugprone-macro-parentheses)

/// An argument of Keras's that has one value here: configurations state it, and no other is taken.
template <typename T>
struct Fixed {
  using Type = T;
  const char* name;
  T value;
};

template <typename T = std::nullptr_t>
constexpr Fixed<T> fixed(const char* name, T value = {}) {
  return {name, value};
}

/// What Python shows beside methods: a weight, say.
template <auto Getter>
struct Property {
  const char* name;
};
template <auto Getter>
constexpr Property<Getter> property(const char* name) {
  return {name};
}

// --- the signature

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

namespace detail {

/// A class's name, the same in snake case, and its aliases.
BERAS_API std::vector<std::string> names_of(const char* name,
                                            const std::array<const char*, 4>& aliases);

}  // namespace detail

/// Keras's name of a class, its parameters in the order of Keras's constructor, and its properties.
template <typename C, typename Parameters, typename Properties = std::tuple<>>
struct Signature {
  const char* name;
  Parameters parameters;
  Properties properties = {};
  /// What configurations hold of the class's own, and how many of these there are: all in the same
  /// order if it is -1.
  std::array<const char*, 24> config_names = {};
  int config_count = -1;
  /// Further names that it goes by, as in Keras.
  std::array<const char*, 4> aliases = {};

  /// All names that it goes by.
  std::vector<std::string> names() const { return detail::names_of(name, aliases); }
  template <typename... Names>
  constexpr Signature also_known_as(Names... names) const {
    Signature named = *this;
    named.aliases = {names...};
    return named;
  }
  /// The same, with configurations that hold these of the class's own, in this order.
  template <typename... Names>
  constexpr Signature in_config_as(Names... names) const {
    Signature ordered = *this;
    ordered.config_names = {names...};
    ordered.config_count = sizeof...(names);
    return ordered;
  }
  template <typename... Shown>
  constexpr auto with(Shown... shown) const {
    return Signature<C, Parameters, std::tuple<Shown...>>{name,         parameters,   {shown...},
                                                          config_names, config_count, aliases};
  }
};

namespace detail {

template <typename T>
constexpr std::tuple<T> as_tuple(T parameter) {
  return {parameter};
}
template <typename... Ts>
constexpr std::tuple<Ts...> as_tuple(std::tuple<Ts...> parameters) {
  return parameters;
}

}  // namespace detail

/// A signature of parameters, and of tuples of parameters that several classes share.
template <typename Class, typename... Parts>
constexpr auto arguments(const char* name, Parts... parts) {
  auto parameters = std::tuple_cat(detail::as_tuple(parts)...);
  return Signature<Class, decltype(parameters)>{name, parameters};
}

/// A class whose signature is stated beside it.
template <typename Class>
concept Signed = requires {
  signature(Type<Class>());
};

template <Signed Class>
constexpr const char* class_name() {
  return signature(Type<Class>()).name;
}

// --- configurations

namespace detail {

/// What every class of a family has, such as the name of a layer.
template <typename Class>
Config common_config(const Class& object) {
  if constexpr (requires { object.common_config(); }) {
    return object.common_config();
  } else {
    return Config::Map();
  }
}

/// Keeps the first `common` entries, and of the others those of these names.
BERAS_API void keep_own(Config& config, std::size_t common, const char* const* names,
                        std::size_t count);

/// ValueError for keys that no parameter has, nulls apart: they state what is not there.
BERAS_API void check_keys(const Config& config, std::string_view owner,
                          const std::vector<std::string_view>& known);

/// ValueError for another value than the fixed one.
BERAS_API void check_fixed(const Config& given, const Config& expected, const ConfigPlace& place);

template <typename T, typename Options>
std::tuple<> argument_from(const Config& config, const Fixed<T>& parameter, Options&,
                           const char* owner) {
  const Config* given = config.find(parameter.name);
  if (given && !given->is_null()) check_fixed(*given, parameter.value, {owner, parameter.name});
  return {};
}

[[noreturn]] BERAS_API void refuse_missing(const ConfigPlace& place);

template <auto Getter, typename... Default, typename Options>
auto argument_from(const Config& config, const Argument<Getter, Default...>& parameter, Options&,
                   const char* owner) {
  using T = typename Argument<Getter, Default...>::Type;
  const Config* given = config.find(parameter.name);
  const ConfigPlace place{owner, parameter.name};
  if (given) return std::tuple<T>(ConfigValue<T>::read(*given, place));
  if constexpr (sizeof...(Default) == 1) {
    return std::tuple<T>(T(std::get<0>(parameter.by_default)));
  } else {
    refuse_missing(place);
  }
}
template <auto Member, typename Options>
std::tuple<> argument_from(const Config& config, const Field<Member>& parameter, Options& options,
                           const char* owner) {
  using T = typename Field<Member>::Type;
  const Config* given = config.find(parameter.name);
  // Null means the default, where it is no value of its own.
  if (given && (!given->is_null() || requires { ConfigValue<T>::reads_null; })) {
    options.*Member = ConfigValue<T>::read(*given, {owner, parameter.name});
  }
  return {};
}

}  // namespace detail

/// The arguments that make such an object again, with Keras's keys in Keras's order.
template <Signed Class>
Config config_of(const Class& object) {
  constexpr auto stated = signature(Type<Class>());
  Config config = detail::common_config(object);
  const std::size_t common = config.get_if<Config::Map>()->size();
  std::apply(
      [&](const auto&... parameter) {
        [[maybe_unused]] const auto add = [&](const auto& each) {
          using Parameter = std::remove_cvref_t<decltype(each)>;
          // What all of the family have stands there already.
          if constexpr (requires { each.value; }) {
            config[each.name] = each.value;
          } else if constexpr (requires { Parameter::value_in(object); }) {
            if (config.find(each.name)) return;
            config[each.name] =
                ConfigValue<typename Parameter::Type>::write(Parameter::value_in(object));
          }
        };
        (add(parameter), ...);
      },
      stated.parameters);
  if (stated.config_count >= 0) {
    detail::keep_own(config, common, stated.config_names.data(),
                     static_cast<std::size_t>(stated.config_count));
  }
  return config;
}

namespace detail {

/// The object with what every class of its family has, whether its constructor takes that or not.
template <typename Class>
Class with_common(Class object, const Config& config) {
  if constexpr (requires { object.set_common_config(config); }) object.set_common_config(config);
  return object;
}

}  // namespace detail

/// A new object of that configuration: ValueError for arguments that it has not, that are missing,
/// or of another kind.
template <Signed Class>
Class made_from(const Config& config) {
  constexpr auto stated = signature(Type<Class>());
  return std::apply(
      [&](const auto&... parameter) {
        using Options = typename OptionsOf<std::remove_cvref_t<decltype(parameter)>...>::type;
        std::vector<std::string_view> known{parameter.name...};
        if constexpr (requires { Class::common_keys; })
          known.insert(known.end(), Class::common_keys.begin(), Class::common_keys.end());
        detail::check_keys(config, stated.name, known);
        Options options;
        auto given =
            std::tuple_cat(detail::argument_from(config, parameter, options, stated.name)...);
        if constexpr ((requires { typename std::remove_cvref_t<decltype(parameter)>::Options; } ||
                       ...)) {
          return std::apply(
              [&](auto&... each) {
                return detail::with_common(Class(std::move(each)..., std::move(options)), config);
              },
              given);
        } else {
          return std::apply(
              [&](auto&... each) { return detail::with_common(Class(std::move(each)...), config); },
              given);
        }
      },
      stated.parameters);
}

}  // namespace beras
