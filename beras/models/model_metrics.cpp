// The metrics that layers have added.
#include <unordered_set>

#include <beras/base/type_of_internal.h>
#include <beras/models/model.h>

namespace beras {
namespace {

using AddedMetrics = std::vector<std::shared_ptr<metrics::Metric>>;

/// Each once, however often its layer comes.
struct MetricsOfLayers {
  AddedMetrics all = {};
  std::unordered_set<const void*> seen = {};

  void add(const layers::Layer& layer) {
    for (const auto& metric : layer.own_metrics())
      if (seen.insert(metric.get()).second) all.push_back(metric);
  }
  void add_layers_in(const Diffable& diffable) {
    for (const auto& child : diffable.children()) {
      // A model has its own when it is trained itself.
      const auto* layer = cast_if<layers::Layer>(*child);
      if (layer && !cast_if<Model>(*child)) add(*layer);
      add_layers_in(*child);
    }
  }
};

}  // namespace

AddedMetrics Model::added_metrics() const {
  MetricsOfLayers found;
  found.add(*this);
  found.add_layers_in(*this);
  return found.all;
}

}  // namespace beras
