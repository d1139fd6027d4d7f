#include <set>

#include <beras/base/error.h>
#include <beras/losses/shapes_internal.h>
#include <beras/models/compile_loss_internal.h>
#include <beras/models/compile_metrics_internal.h>

namespace beras {
namespace {

/// What stands before the names of an output's metrics: nothing where there is one output.
std::string prefix_of(const Outputs& outputs, std::size_t position) {
  if (outputs.count() == 1) return "";
  const Structure& structure = outputs.structure;
  const bool is_flat_map =
      structure.kind() == Structure::Kind::map && structure.size() == structure.count();
  if (is_flat_map) return structure.paths()[position] + "_";
  return outputs.are_named() ? outputs.names[position] + "_" : "";
}

class Names {
 public:
  /// The name, or, where it is taken, `other` with a number if that is taken, too.
  std::string unique(const std::string& name, const std::string& other) {
    if (taken_.insert(name).second) return name;
    std::string unique = other;
    for (int number = 1; !taken_.insert(unique).second; ++number) {
      unique = other;
      unique.append("_").append(std::to_string(number));
    }
    return unique;
  }

 private:
  std::set<std::string> taken_ = {"loss"};
};

}  // namespace

CompileMetrics::CompileMetrics(const ByOutput<metrics::AnyMetric>& metrics,
                               const ByOutput<metrics::AnyMetric>& weighted_metrics,
                               const Outputs& outputs) {
  Names names;
  for (const bool is_weighted : {false, true}) {
    const auto found =
        Spread<metrics::AnyMetric>(is_weighted ? "weighted_metrics" : "metrics",
                                   outputs)(is_weighted ? weighted_metrics : metrics);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::string prefix = prefix_of(outputs, i);
      for (const metrics::AnyMetric& metric : found[i]) {
        const std::string& own = metric->name();
        std::string other = prefix;
        other.append(is_weighted ? "weighted_" : "").append(own);
        all_.push_back(
            {names.unique(prefix + own, other), metric.pointer(), i, is_weighted, !prefix.empty()});
      }
    }
  }
}

void CompileMetrics::update(const std::string& who, const Outputs& outputs, const Tensors& y_true,
                            const Tensors& y_pred, const Tensors& sample_weight, Logs& logs) const {
  for (const Named& each : all_) {
    const Tensor& labels = y_true[each.output];
    if (!labels.defined())
      throw ValueError(who, "labels for metrics" + of_output(outputs, each.output), "none");
    const auto [aligned, predicted] = each.metric->reads_shapes()
                                          ? std::pair(labels, y_pred[each.output])
                                          : losses::same_rank(labels, y_pred[each.output]);
    each.metric->update_state(aligned, predicted,
                              each.is_weighted ? sample_weight[each.output] : Tensor());
    logs.insert_or_assign(each.name, each.metric->result());
  }
}

}  // namespace beras
