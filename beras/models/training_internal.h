// What compile gives a model, shared by its copies. Private to models.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <beras/metrics/mean.h>
#include <beras/models/model.h>

namespace beras {

struct Model::Training {
  // No aggregate: where memory fails as `mean_loss` is made, GCC destroys the options twice.
  explicit Training(CompileOptions given) : options(std::move(given)) {}

  CompileOptions options;
  std::shared_ptr<metrics::Mean> mean_loss =
      std::make_shared<metrics::Mean>(metrics::MetricOptions{.name = "loss"});
  /// The ids of the weights that were there in the first step; empty before.
  std::vector<std::uint64_t> weights = {};
};

/// The samples as fit and evaluate take them, checked: ValueError or ShapeError naming `who`.
/// Labels may be undefined, where no weights are given.
void check_samples(const char* who, const Tensor& x, const Tensor& y, const Tensor& sample_weight);

/// x, (x, y) or (x, y, sample_weight) as a dataset of samples: undefined tensors are left out.
Dataset samples_of(const Tensor& x, const Tensor& y, const Tensor& sample_weight);

/// The batch size to use for so many samples: the given one, else 32, or what makes `steps` batches
/// of them. ValueError if it is below 1, or there are less than one step.
std::int64_t batch_size_for(const char* who, std::int64_t samples,
                            const std::optional<std::int64_t>& batch_size,
                            const std::optional<std::int64_t>& steps);

/// One walk over batches that draws a batch when it is asked for it, never before.
class Walk {
 public:
  explicit Walk(Dataset batches) : batches_(std::move(batches)) {}
  /// The next batch; none at the end, after which the walk begins anew.
  const Tensors* next();

 private:
  Dataset batches_;
  std::optional<Dataset::Iterator> place_;
};

/// The weight of each sample: its class's weight, times `sample_weight` if there is one. ValueError
/// for labels without a class.
Tensor with_class_weights(const Tensor& y, const Tensor& sample_weight,
                          const ClassWeights& class_weight);

/// ValueError for a weight below 0, or that is no number.
void check_class_weights(const char* who, const ClassWeights& class_weight);

/// An element of a dataset as a batch; ValueError if it has not one to three tensors.
Batch batch_of(const char* who, const Tensors& element);

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
