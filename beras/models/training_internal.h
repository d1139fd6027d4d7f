// What compile gives a model, shared by its copies. Private to models.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <beras/metrics/mean.h>
#include <beras/models/compile_loss_internal.h>
#include <beras/models/compile_metrics_internal.h>
#include <beras/models/model.h>

namespace beras {

struct Model::Training {
  // No aggregate: where memory fails as `mean_loss` is made, GCC destroys the options twice.
  explicit Training(CompileOptions given) : options(std::move(given)) {}

  /// Lays losses and metrics out over outputs that are not those for which they are laid out.
  void lay_out(Outputs for_outputs) {
    CompileLoss new_loss(options.loss, options.loss_weights, for_outputs);
    metrics = CompileMetrics(options.metrics, options.weighted_metrics, for_outputs);
    loss = std::move(new_loss);
    outputs = std::move(for_outputs);
    is_laid_out = true;
  }

  using Reported = std::vector<std::pair<std::string, std::shared_ptr<metrics::Metric>>>;
  /// All that is reported beside the loss, in the order of Keras's lists: metrics, the losses of
  /// several outputs, and then, by their names, what bears an output's name before its own.
  Reported reported() const {
    Reported all, prefixed;
    for (const auto& each : metrics.all())
      (each.is_prefixed ? prefixed : all).emplace_back(each.name, each.metric);
    for (const auto& mean : loss.means()) all.emplace_back(mean->name(), mean);
    std::sort(prefixed.begin(), prefixed.end());
    all.insert(all.end(), prefixed.begin(), prefixed.end());
    return all;
  }

  CompileOptions options;
  /// What losses and metrics are laid out for, from the first step on, or from compile on where the
  /// model says what it gives.
  Outputs outputs = {};
  bool is_laid_out = false;
  CompileLoss loss = {};
  CompileMetrics metrics = {};
  std::shared_ptr<metrics::Mean> mean_loss =
      std::make_shared<metrics::Mean>(metrics::MetricOptions{.name = "loss"});
  /// The ids of the weights that were there in the first step; empty before.
  std::vector<std::uint64_t> weights = {};
};

/// The samples as fit and evaluate take them, checked: ValueError or ShapeError naming `who`, and
/// where in a structure it is. Labels may be undefined, where no weights are given. Gives their
/// number.
std::int64_t check_samples(const char* who, const Structure& x, const Structure& y,
                           const Structure& sample_weight);

/// x, (x, y) or (x, y, sample_weight) as a dataset of samples: undefined tensors are left out.
Dataset samples_of(const Structure& x, const Structure& y, const Structure& sample_weight);

/// The samples from `begin` to `end`.
Structure rows(const Structure& samples, std::int64_t begin, std::int64_t end);

/// The batch size to use for so many samples: the given one, else 32, or what makes `steps` batches
/// of them. ValueError if it is below 1, or there are less than one step.
std::int64_t batch_size_for(const char* who, std::int64_t samples,
                            const std::optional<std::int64_t>& batch_size,
                            const std::optional<std::int64_t>& steps);

/// The samples as what they are to tapes: constants.
Structure constant(const Structure& samples);

/// One walk over batches that draws a batch when it is asked for it, never before.
class Walk {
 public:
  explicit Walk(Dataset batches) : batches_(std::move(batches)) {}
  /// The next batch; none at the end, after which the walk begins anew.
  const Structure* next();

 private:
  Dataset batches_;
  std::optional<Dataset::Iterator> place_;
};

/// The weight of each sample: its class's weight, times `sample_weight` if there is one. ValueError
/// for labels without a class, and for those of several outputs.
Structure with_class_weights(const Structure& y, const Structure& sample_weight,
                             const ClassWeights& class_weight);

/// ValueError for a weight below 0, or that is no number.
void check_class_weights(const char* who, const ClassWeights& class_weight);

/// An element of a dataset as a batch: of a tuple or a list its one to three entries, else x alone.
/// ValueError for other numbers.
Batch batch_of(const char* who, const Structure& element);

/// The first `steps` of the batches, or all. ValueError for less than one step, and for all of
/// endlessly many.
Dataset first_steps(const char* who, const Dataset& batches,
                    const std::optional<std::int64_t>& steps);

/// ValueError for a null pointer.
void check_callbacks(const char* who, const Callbacks& callbacks);

/// Calls a member of each callback.
template <typename Call>
void for_each_callback(const Callbacks& callbacks, Call&& call) {
  for (const auto& callback : callbacks) call(*callback);
}

}  // namespace beras
