// The metrics of a model's outputs, as compile stated them. Private to models.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <beras/metrics/get.h>
#include <beras/models/callback.h>
#include <beras/models/outputs_internal.h>

namespace beras {

/// The metrics of each output, and what they are called in logs: as Keras does, by the output's
/// name before their own, where there are several, and with numbers where a name is taken.
class CompileMetrics {
 public:
  struct Named {
    std::string name;
    std::shared_ptr<metrics::Metric> metric;
    std::size_t output = 0;
    bool is_weighted = false;
    /// Whether the output's name stands before the metric's.
    bool is_prefixed = false;
  };

  CompileMetrics() = default;
  /// ValueError for metrics that fit no output, and for null pointers.
  CompileMetrics(const ByOutput<metrics::AnyMetric>& metrics,
                 const ByOutput<metrics::AnyMetric>& weighted_metrics, const Outputs& outputs);

  const std::vector<Named>& all() const { return all_; }
  /// Takes in a batch, flat, and writes the values into `logs`. ValueError where a label is
  /// missing.
  void update(const std::string& who, const Outputs& outputs, const Tensors& y_true,
              const Tensors& y_pred, const Tensors& sample_weight, Logs& logs) const;

 private:
  std::vector<Named> all_;
};

}  // namespace beras
