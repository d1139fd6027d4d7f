// Operators on symbolic tensors: the call is noted, with all its arguments. Private to the library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <beras/core/operation.h>
#include <beras/ops/operand.h>
#include <beras/tensor/index.h>

namespace beras::ops {

/// The tensors among the arguments of one call, and those arguments again with others in their
/// places.
class SymbolicArguments {
 public:
  Tensors& tensors() { return tensors_; }

  /// What gives the argument again, from the tensors in the places of those that were kept.
  auto keep(const Tensor& tensor) {
    tensors_.push_back(tensor);
    return [place = tensors_.size() - 1](const Tensors& given) -> const Tensor& {
      return given[place];
    };
  }
  auto keep(const Operand& operand) {
    const std::optional<Scalar> number =
        operand.is_number() ? std::optional(operand.number()) : std::nullopt;
    if (!number) tensors_.push_back(operand.tensor());
    return [number, place = tensors_.size() - 1](const Tensors& given) {
      return number ? Operand(*number) : Operand(given[place]);
    };
  }
  auto keep(const Tensors& several) {
    const std::size_t first = tensors_.size();
    tensors_.insert(tensors_.end(), several.begin(), several.end());
    return [first, count = several.size()](const Tensors& given) {
      const auto begin = given.begin() + static_cast<std::ptrdiff_t>(first);
      return Tensors(begin, begin + static_cast<std::ptrdiff_t>(count));
    };
  }
  auto keep(const Indices& indices) {
    std::vector<std::pair<std::size_t, std::size_t>> places;  // among the indices, of the tensor
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const Tensor* tensor = indices[i].tensor();
      if (!tensor) continue;
      places.emplace_back(i, tensors_.size());
      tensors_.push_back(*tensor);
    }
    return [indices, places](const Tensors& given) {
      Indices again = indices;
      for (const auto& [i, place] : places) again[i] = Index(given[place]);
      return again;
    };
  }
  auto keep(std::string_view text) {
    return [text = std::string(text)](const Tensors&) { return std::string_view(text); };
  }
  template <typename T>
  auto keep(const T& value) {
    return [value](const Tensors&) -> const T& { return value; };
  }

 private:
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

/// Notes the call `function(arguments...)`.
template <typename Function, typename... Given>
auto note_symbolic(std::string_view name, Function function, const Given&... given) {
  SymbolicArguments arguments;
  auto kept = std::tuple{arguments.keep(given)...};
  using Result = decltype(function(given...));
  return as_result<Result>(Operation::note(
      name, std::move(arguments.tensors()),
      [function, kept = std::move(kept)](const Tensors& tensors) {
        return std::apply([&](const auto&... each) { return as_list(function(each(tensors)...)); },
                          kept);
      }));
}

}  // namespace beras::ops

/// The first line of an operator: where an argument is symbolic, the call is noted instead.
#define BERAS_NOTE_SYMBOLIC(function, ...)                     \
  if (::beras::ops::any_is_symbolic(__VA_ARGS__)) [[unlikely]] \
  return ::beras::ops::note_symbolic(                          \
      #function, [](const auto&... given) { return function(given...); }, __VA_ARGS__)
