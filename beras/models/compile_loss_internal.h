// The losses of a model's outputs, as compile stated them. Private to models.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <beras/losses/get.h>
#include <beras/metrics/mean.h>
#include <beras/models/callback.h>
#include <beras/models/outputs_internal.h>

namespace beras {

/// What a loss or a metric is called in messages: which output's.
std::string of_output(const Outputs& outputs, std::size_t position);

/// A loss for each output, or some; what each of several is by itself is reported beside their sum.
class CompileLoss {
 public:
  CompileLoss() = default;
  /// ValueError for losses or weights that fit no output.
  CompileLoss(const ByOutput<losses::AnyLoss>& loss, const ByOutput<double>& weights,
              const Outputs& outputs);

  bool empty() const { return terms_.empty(); }
  /// Which outputs have a loss.
  std::vector<bool> outputs_with_loss() const;
  /// The sum of the losses times their weights. Labels, predictions and sample weights are flat;
  /// the latter two may be undefined. ValueError where a label is missing.
  Tensor operator()(const std::string& who, const Outputs& outputs, const Tensors& y_true,
                    const Tensors& y_pred, const Tensors& sample_weight) const;
  /// The running mean of each loss, where there are several.
  std::vector<std::shared_ptr<metrics::Metric>> means() const;

 private:
  struct Term {
    std::size_t output;
    losses::AnyLoss loss;
    double weight;
    std::shared_ptr<metrics::Mean> mean;
  };

  std::vector<Term> terms_;
  std::size_t count_ = 0;
};

}  // namespace beras
