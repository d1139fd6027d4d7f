// What compile may be told for all outputs at once, or for each.
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <beras/core/structure.h>

namespace beras {

/// A T for all outputs; or a list, with something for each output in their order; or a map of what
/// is for the outputs of these names. Lists and maps may nest as outputs do.
///
/// ```cpp
/// CompileOptions one{.loss = "mse"};
/// CompileOptions each{.loss = {"mse", "mae"}};
/// CompileOptions by_name{.loss = {{"price", "mse"}, {"sold", losses::BinaryCrossentropy()}},
///                        .metrics = {{"price", "mae"}, {"sold", {"accuracy", "mae"}}}};
/// ```
///
/// Braces are a list of Ts, or a map; a list of lists is `ByOutput<T>::list({...})`.
template <typename T>
class ByOutput {
 public:
  using Kind = Structure::Kind;
  using Entry = std::pair<std::string, ByOutput>;

  /// Nothing for any output.
  ByOutput() = default;
  template <std::convertible_to<T> Value>
  requires(!std::same_as<Value, ByOutput>) ByOutput(Value one) : one_(T(std::move(one))) {}
  ByOutput(std::initializer_list<T> items) : ByOutput(std::vector<T>(items)) {}
  ByOutput(const std::vector<T>& items)
      : kind_(Kind::list), items_(items.begin(), items.end()), given_(true) {}
  ByOutput(std::initializer_list<Entry> entries) : ByOutput(map(entries)) {}
  ByOutput(const ByOutput&) = default;
  ByOutput(ByOutput&&) noexcept = default;
  // One for both: of two, clang cannot tell which `= {}` means.
  ByOutput& operator=(ByOutput other) {
    std::swap(kind_, other.kind_);
    one_.swap(other.one_);
    items_.swap(other.items_);
    names_.swap(other.names_);
    std::swap(given_, other.given_);
    return *this;
  }

  /// Each for one output, in their order.
  static ByOutput list(std::vector<ByOutput> items) {
    ByOutput made;
    made.kind_ = Kind::list;
    made.items_ = std::move(items);
    made.given_ = true;
    return made;
  }
  /// Each for the output of its name.
  static ByOutput map(std::vector<Entry> entries) {
    ByOutput made;
    made.kind_ = Kind::map;
    made.given_ = true;
    for (auto& [name, item] : entries) {
      made.names_.push_back(std::move(name));
      made.items_.push_back(std::move(item));
    }
    return made;
  }

  /// Kind::tensor where it is a single T, or nothing.
  Kind kind() const { return kind_; }
  /// The single T; null for a list, a map, and nothing.
  const T* one() const { return one_ ? &*one_ : nullptr; }
  /// False for nothing at all.
  explicit operator bool() const { return one_ || given_; }
  /// Of a list or a map, in the order in which they were given; none otherwise.
  const std::vector<ByOutput>& items() const { return items_; }
  /// Of a map's items.
  const std::vector<std::string>& names() const { return names_; }
  /// All Ts, in the order in which they were given.
  std::vector<T> all() const {
    std::vector<T> found;
    gather(found);
    return found;
  }

 private:
  void gather(std::vector<T>& found) const {
    if (one_) found.push_back(*one_);
    for (const ByOutput& item : items_) item.gather(found);
  }

  Kind kind_ = Kind::tensor;
  std::optional<T> one_;
  std::vector<ByOutput> items_;
  std::vector<std::string> names_;
  bool given_ = false;
};

}  // namespace beras
