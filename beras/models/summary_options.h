// What a summary shows of a model.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace beras {

/// How `Model::summary` shows a model, with Keras's arguments.
struct SummaryOptions {
  /// The width of the table in characters: columns then have fixed widths, and cells are broken
  /// between words. Else columns are as wide as what is in them.
  std::optional<std::size_t> line_length = std::nullopt;
  /// Where each column ends, as parts of the line's length, {0.45, 0.8, 1}, or in characters. One
  /// for each column but "Trainable"; Keras's unless given.
  std::vector<double> positions = {};
  /// Below each model within the model its layers.
  bool expand_nested = false;
  /// A further column: "Y" for layers that are trained, "N" for frozen ones, "-" for those without
  /// weights.
  bool show_trainable = false;
  /// The names of the first and the last layer that are shown, or regular expressions that match
  /// their beginnings: from the first that matches one to the last that matches the other. What the
  /// table leaves out is counted below it all the same.
  std::optional<std::pair<std::string, std::string>> layer_range = std::nullopt;
};

}  // namespace beras
