// How what compile was told, labels and sample weights are laid out over a model's outputs. Private
// to models.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/models/by_output.h>

namespace beras {

/// A model's outputs: what they look like, and what they are called, flat; no names where the model
/// has none.
struct Outputs {
  Structure structure;
  std::vector<std::string> names;

  std::size_t count() const { return structure.count(); }
  bool are_named() const { return !names.empty() && names.size() == count(); }
  /// The names by which a map may speak of them.
  const std::vector<std::string>& known_names() const {
    return structure.kind() == Structure::Kind::map ? structure.names() : names;
  }
};

/// The first tensor that is defined, whose first axis counts the samples; undefined if there is
/// none.
Tensor first_defined(const Structure& structure);

/// Labels or sample weights, one for each output, flat: by structure (a list may stand for a
/// tuple), by the outputs' names, or in their order. Where there are as many as `expected` ones,
/// those outputs have them, and the others none. ValueError otherwise, for `what` in the name of
/// `who`.
Tensors for_outputs(const std::string& who, const char* what, const Structure& given,
                    const Outputs& outputs, const std::vector<bool>& expected);

/// Lays out what compile was told.
template <typename T>
class Spread {
 public:
  Spread(const char* what, const Outputs& outputs)
      : what_(what), outputs_(outputs), found_(outputs.count()) {}

  /// The Ts of each output, flat. ValueError for what fits no output.
  std::vector<std::vector<T>> operator()(const ByOutput<T>& given) {
    const Structure& structure = outputs_.structure;
    if (found_.size() == 1)
      one_output(given);
    else if (is_list(given) && given.items().size() == found_.size())
      for (std::size_t i = 0; i < found_.size(); ++i) put(i, given.items()[i].all());
    else if (given.kind() == Structure::Kind::map && structure.kind() != Structure::Kind::map)
      by_names(given);
    else
      visit(given, structure, 0);
    return std::move(found_);
  }
  /// The outputs that were given something, in the order in which it was given.
  const std::vector<std::size_t>& order() const { return order_; }

 private:
  static bool is_list(const ByOutput<T>& given) { return given.kind() == Structure::Kind::list; }

  void put(std::size_t position, std::vector<T> values) {
    found_[position] = std::move(values);
    order_.push_back(position);
  }
  void one_output(const ByOutput<T>& given) {
    for (const std::string& name : given.names()) position_of(name);
    put(0, given.all());
  }
  void by_names(const ByOutput<T>& given) {
    if (!outputs_.are_named()) {
      refuse(given, outputs_.structure,
             "These outputs have no names: give a list, or let the model return a map");
    }
    for (std::size_t i = 0; i < given.items().size(); ++i)
      put(position_of(given.names()[i]), given.items()[i].all());
    std::sort(order_.begin(), order_.end());  // as a list of them
  }
  std::size_t position_of(const std::string& name) const {
    const auto& known = outputs_.known_names();
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end() && !known.empty()) {
      throw_unknown_name("compile", "output for " + std::string(what_), name, known);
    }
    return static_cast<std::size_t>(found - known.begin());
  }
  /// For the outputs of `structure`, the first of which is number `at`.
  void visit(const ByOutput<T>& given, const Structure& structure, std::size_t at) {
    if (structure.is_tensor()) return put(at, given.all());
    if (!given) return;
    const bool is_map = structure.kind() == Structure::Kind::map;
    if (given.one()) {
      for (std::size_t i = 0; i < structure.count(); ++i) put(at + i, {*given.one()});
    } else if (is_map && !is_list(given)) {
      for (std::size_t i = 0; i < given.items().size(); ++i) {
        const std::string& name = given.names()[i];
        if (!structure.has(name)) {
          throw_unknown_name("compile", "output for " + std::string(what_), name,
                             structure.names());
        }
        visit(given.items()[i], structure[name], at + count_before(structure, name));
      }
    } else if (!is_map && is_list(given) && given.items().size() == structure.size()) {
      for (std::size_t i = 0; i < structure.size(); ++i) {
        visit(given.items()[i], structure[i], at);
        at += structure[i].count();
      }
    } else {
      refuse(given, structure, "");
    }
  }
  static std::size_t count_before(const Structure& map, const std::string& name) {
    std::size_t count = 0;
    for (const std::string& other : map.names())
      if (other < name) count += map[other].count();
    return count;
  }
  [[noreturn]] void refuse(const ByOutput<T>& given, const Structure& structure,
                           const char* advice) const {
    std::string received =
        is_list(given) ? "a list of " + std::to_string(given.items().size()) : "a map of";
    for (const std::string& name : given.names()) received += " \"" + name + "\"";
    throw ValueError("compile",
                     std::string(what_) + " for " + std::to_string(structure.count()) +
                         " outputs, each or by name",
                     received, advice);
  }

  const char* what_;
  const Outputs& outputs_;
  std::vector<std::vector<T>> found_;
  std::vector<std::size_t> order_;
};

}  // namespace beras
