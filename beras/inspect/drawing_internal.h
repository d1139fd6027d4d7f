// A model as boxes and arrows. Private to inspect.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <beras/inspect/plot_model.h>

namespace beras {

struct Box {
  std::string title;
  /// What is written below it.
  std::vector<std::string> details;
  /// The frames that it is within, the outermost first.
  std::vector<std::size_t> within = {};
};

/// Boxes, each after those that lead to it, and arrows from one to another.
struct Drawing {
  std::vector<Box> boxes;
  std::vector<std::pair<std::size_t, std::size_t>> arrows;
  /// The titles of the models whose parts are drawn; the boxes within one are neighbours.
  std::vector<std::string> frames = {};
};

/// ValueError for options that there are not.
Drawing drawing_of(const Model& model, const PlotOptions& options);

/// Where the middles of boxes lie: which step along the way, from 0, and where beside the others.
struct BoxPlace {
  int step = 0;
  double beside = 0;
};

/// Each box one step after the last that leads to it, and near those that it is joined to.
std::vector<BoxPlace> arranged(const Drawing& drawing);

}  // namespace beras
