// Operators on symbolic tensors: the call is noted, with all its arguments. Private to the library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <beras/core/config_value.h>
#include <beras/core/operation.h>
#include <beras/ops/operand.h>
#include <beras/tensor/index.h>

namespace beras::ops {

/// An argument of one call: `get` gives it again, from the tensors in the places of those that were
/// kept; `write` adds what configurations have of it, from those of the tensors.
template <typename Get, typename Write>
struct KeptArgument {
  Get get;
  Write write;
};

template <typename T>
void write_value(const T& value, Config::List& written);
template <typename T>
void write_value(const std::pair<T, T>& values, Config::List& written);

/// A list of them.
template <typename T>
void write_value(const std::vector<T>& values, Config::List& written) {
  Config::List list;
  for (const T& value : values) write_value(value, list);
  written.push_back(std::move(list));
}
template <typename T>
void write_value(const std::pair<T, T>& values, Config::List& written) {
  write_value(std::vector<T>{values.first, values.second}, written);
}
/// What the argument is in a configuration, where that can be told: options field by field.
template <typename T>
void write_value(const T& value, Config::List& written) {
  if constexpr (std::is_same_v<T, Config>) {
    written.push_back(value);
  } else if constexpr (requires { option_fields(value); }) {
    std::apply([&](const auto&... field) { (write_value(field, written), ...); },
               option_fields(value));
  } else if constexpr (requires { ConfigValue<T>::write(value); }) {
    written.push_back(ConfigValue<T>::write(value));
  } else {
    written.push_back(nullptr);
  }
}

/// As Keras writes what stands between brackets; tensors are written by `write_tensor`.
BERAS_API Config written_indices(const Indices& indices,
                                 const std::function<Config(std::size_t index)>& write_tensor);

/// The tensors among the arguments of one call, and those arguments again with others in their
/// places.
class SymbolicArguments {
 public:
  using Configs = std::vector<Config>;

  Tensors& tensors() { return tensors_; }

  auto keep(const Tensor& tensor) {
    tensors_.push_back(tensor);
    return kept([place = tensors_.size() -
                         1](const Tensors& given) -> const Tensor& { return given[place]; },
                [place = tensors_.size() - 1](const Configs& given, Config::List& written) {
                  written.push_back(given[place]);
                });
  }
  auto keep(const Operand& operand) {
    const std::optional<Scalar> number =
        operand.is_number() ? std::optional(operand.number()) : std::nullopt;
    if (!number) tensors_.push_back(operand.tensor());
    const std::size_t place = tensors_.size() - 1;
    return kept(
        [number, place](const Tensors& given) {
          return number ? Operand(*number) : Operand(given[place]);
        },
        [number, place](const Configs& given, Config::List& written) {
          written.push_back(number ? ConfigValue<Scalar>::write(*number) : given[place]);
        });
  }
  auto keep(const Tensors& several) {
    const std::size_t first = tensors_.size();
    tensors_.insert(tensors_.end(), several.begin(), several.end());
    const auto part = [first, count = several.size()](const auto& given) {
      const auto begin = given.begin() + static_cast<std::ptrdiff_t>(first);
      return std::pair(begin, begin + static_cast<std::ptrdiff_t>(count));
    };
    return kept(
        [part](const Tensors& given) {
          const auto [begin, end] = part(given);
          return Tensors(begin, end);
        },
        [part](const Configs& given, Config::List& written) {
          const auto [begin, end] = part(given);
          written.push_back(Config::List(begin, end));
        });
  }
  auto keep(const Indices& indices) {
    std::map<std::size_t, std::size_t> places;  // of the tensors, by their places among the indices
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const Tensor* tensor = indices[i].tensor();
      if (!tensor) continue;
      places.emplace(i, tensors_.size());
      tensors_.push_back(*tensor);
    }
    return kept(
        [indices, places](const Tensors& given) {
          Indices again = indices;
          for (const auto& [i, place] : places) again[i] = Index(given[place]);
          return again;
        },
        [indices, places](const Configs& given, Config::List& written) {
          written.push_back(
              written_indices(indices, [&](std::size_t i) { return given[places.at(i)]; }));
        });
  }
  auto keep(std::string_view text) {
    return kept([text = std::string(text)](const Tensors&) { return std::string_view(text); },
                [text = std::string(text)](const Configs&, Config::List& written) {
                  written.push_back(text);
                });
  }
  template <typename T>
  auto keep(const T& value) {
    return kept([value](const Tensors&) -> const T& { return value; },
                [value](const Configs&, Config::List& written) { write_value(value, written); });
  }

 private:
  template <typename Get, typename Write>
  static KeptArgument<Get, Write> kept(Get get, Write write) {
    return {std::move(get), std::move(write)};
  }

  Tensors tensors_;
};

inline bool is_symbolic(const Tensor& tensor) { return tensor.is_symbolic(); }
inline bool is_symbolic(const Operand& operand) {
  return !operand.is_number() && operand.tensor().is_symbolic();
}
inline bool is_symbolic(const Tensors& tensors) { return any_symbolic(tensors); }
inline bool is_symbolic(const Indices& indices) {
  return std::any_of(indices.begin(), indices.end(), [](const Index& index) {
    return index.tensor() && index.tensor()->is_symbolic();
  });
}
template <typename T>
bool is_symbolic(const T&) {
  return false;
}

template <typename... Given>
bool any_is_symbolic(const Given&... given) {
  return (... || is_symbolic(given));
}

/// Results as tensors and back: one, a list, or a struct of two.
inline Tensors as_list(Tensor tensor) { return {std::move(tensor)}; }
inline Tensors as_list(Tensors tensors) { return tensors; }
template <typename Two>
Tensors as_list(const Two& result) {
  const auto& [first, second] = result;
  return {first, second};
}
template <typename Result>
Result as_result(Tensors tensors) {
  if constexpr (std::is_same_v<Result, Tensor>) {
    return std::move(tensors.front());
  } else if constexpr (std::is_same_v<Result, Tensors>) {
    return tensors;
  } else {
    return {tensors[0], tensors[1]};
  }
}

/// Notes the call `function(arguments...)`. `name` is that of Keras's class, in snake case: what
/// the operation goes by, and what its row in the table of operations is found by.
template <typename Function, typename... Given>
auto note_symbolic(std::string_view name, Function function, const Given&... given) {
  SymbolicArguments arguments;
  // In a list, whose parts are made in their order.
  auto kept = std::make_shared<const std::tuple<decltype(arguments.keep(given))...>>(
      std::tuple<decltype(arguments.keep(given))...>{arguments.keep(given)...});
  using Result = decltype(function(given...));
  return as_result<Result>(Operation::note(
      name, std::move(arguments.tensors()),
      [function, kept](const Tensors& tensors) {
        return std::apply(
            [&](const auto&... each) { return as_list(function(each.get(tensors)...)); }, *kept);
      },
      [kept](const SymbolicArguments::Configs& tensors) {
        Config::List written;
        std::apply([&](const auto&... each) { (each.write(tensors, written), ...); }, *kept);
        return Config(std::move(written));
      }));
}

}  // namespace beras::ops

/// The first line of an operator: where an argument is symbolic, the call is noted instead.
#define BERAS_NOTE_SYMBOLIC(function, ...) BERAS_NOTE_SYMBOLIC_AS(#function, function, __VA_ARGS__)
/// The same for one of which Keras's class has another name.
#define BERAS_NOTE_SYMBOLIC_AS(name, function, ...)            \
  if (::beras::ops::any_is_symbolic(__VA_ARGS__)) [[unlikely]] \
  return ::beras::ops::note_symbolic(                          \
      name, [](const auto&... given) { return function(given...); }, __VA_ARGS__)
