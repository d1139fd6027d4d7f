// Tensors in lists, tuples and maps: what models take and give, and what a sample consists of.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// A tensor, or a list, a tuple or a map of structures; Keras's `tree`, with tensors for leaves.
///
/// ```cpp
/// Structure one = x;
/// Structure pair = {x, y};
/// Structure named = {{"image", x}, {"words", {x, y}}};
/// named["words"][1].tensor();  // y
/// ```
///
/// An immutable value: copies share what they hold. A tensor alone costs no more than its handle.
/// An undefined tensor is a leaf, too: Python's None.
///
/// "Flat" is the order in which Keras's tree goes through it: lists and tuples by position, maps by
/// their names in alphabetical order, whatever order they were given in.
class BERAS_API Structure {
 public:
  /// What it is at its top.
  enum class Kind : std::uint8_t { tensor, list, tuple, map };
  using Entry = std::pair<std::string, Structure>;

  /// An undefined tensor.
  Structure() = default;
  Structure(Tensor tensor) : tensor_(std::move(tensor)) {}
  /// A list.
  Structure(const Tensors& items);
  Structure(std::vector<Structure> items);
  // By type_identity it is the second choice: {{1, 2}, {3, 4}} is a tensor, as everywhere.
  template <std::same_as<Structure> Item = Structure>
  Structure(std::initializer_list<std::type_identity_t<Item>> items)
      : Structure(std::vector<Structure>(items)) {}
  /// A map; ValueError for a name that comes twice.
  Structure(std::vector<Entry> entries);
  Structure(std::initializer_list<Entry> entries);
  /// A tensor of numbers.
  Structure(std::initializer_list<NestedList> numbers) : tensor_(numbers) {}
  /// A list in all but what Python makes of it.
  static Structure tuple(std::vector<Structure> items);
  Structure(const Structure&) = default;
  Structure(Structure&&) = default;
  // One for both: of two, clang cannot tell which `= {}` means.
  Structure& operator=(Structure other) noexcept {
    std::swap(tensor_, other.tensor_);
    nest_.swap(other.nest_);
    return *this;
  }

  Kind kind() const;
  bool is_tensor() const { return !nest_; }
  /// False for an undefined tensor alone.
  bool defined() const { return nest_ || tensor_.defined(); }
  /// The tensor that it is; ValueError for anything else.
  const Tensor& tensor() const;
  /// The number of entries; 1 for a tensor.
  std::size_t size() const;
  /// The entries of a list, a tuple or a map, this in the order in which it was given; none for a
  /// tensor.
  const std::vector<Structure>& items() const;
  /// The names of a map, in the order in which it was given; none otherwise.
  const std::vector<std::string>& names() const;
  /// An entry of a list or a tuple; ValueError for anything else, IndexError beyond its end.
  const Structure& operator[](std::size_t position) const;
  /// An entry of a map; ValueError for anything else, and with the nearest name for one that is not
  /// there.
  const Structure& operator[](std::string_view name) const;
  /// True for a map with an entry of that name.
  bool has(std::string_view name) const;

  /// All its tensors, flat.
  Tensors flatten() const;
  /// What takes a tensor may be given a structure that is one (ValueError otherwise), and what
  /// takes a list of tensors any: it sees them flat.
  operator const Tensor&() const { return tensor(); }
  operator Tensors() const { return flatten(); }
  /// The number of its tensors.
  std::size_t count() const;
  /// Where each of them lies, flat: "0", "words/1"; "" for a tensor alone.
  std::vector<std::string> paths() const;
  /// The same structure of other tensors, which come flat. ValueError for another number of them.
  Structure pack_as(const Tensors& tensors) const;
  /// The same structure of `function` of each tensor, called in flat order.
  Structure map(const std::function<Tensor(const Tensor&)>& function) const;

 private:
  struct Nest;

  Structure(Kind kind, std::vector<std::string> names, std::vector<Structure> items);
  void gather(Tensors& tensors) const;
  void gather_paths(const std::string& path, std::vector<std::string>& paths) const;
  Structure packed(const Tensors& tensors, std::size_t& next) const;

  Tensor tensor_;
  std::shared_ptr<const Nest> nest_;
};

/// Throws ValueError in the name of `who` where two structures differ in anything but their
/// tensors: what is a list here and a tuple there counts as different. The message names the path.
BERAS_API void assert_same_structure(std::string_view who, const Structure& a, const Structure& b);

/// Its make, with shapes for tensors: `{"image": (2, 3), "words": [(2, 5), None]}`.
BERAS_API std::string to_string(const Structure& structure);

}  // namespace beras
