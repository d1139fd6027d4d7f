// Calls that only try a layer out. Private to the library.
#pragma once

#include <utility>
#include <vector>

#include <beras/base/type_of_internal.h>
#include <beras/core/scopes.h>
#include <beras/layers/layer.h>

namespace beras::layers {

/// Gives the metrics of a layer and its parts their state back when it ends: what goes through the
/// layer meanwhile are no samples.
class KeepMetrics {
 public:
  explicit KeepMetrics(const Layer& layer) {
    const PauseRecording pause;
    add_all_in(layer);
  }
  ~KeepMetrics() {
    const PauseRecording pause;
    for (auto& [variable, state] : states_) variable.assign(state);
  }
  KeepMetrics(const KeepMetrics&) = delete;
  KeepMetrics& operator=(const KeepMetrics&) = delete;

 private:
  void add_all_in(const Diffable& diffable) {
    if (const auto* layer = cast_if<Layer>(diffable))
      for (const auto& metric : layer->own_metrics())
        for (const Tensor& variable : metric->variables())
          states_.emplace_back(variable, variable.copy());
    for (const auto& child : diffable.children()) add_all_in(*child);
  }

  std::vector<std::pair<Tensor, Tensor>> states_;
};

}  // namespace beras::layers
