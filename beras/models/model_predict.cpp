// Prediction.
#include <algorithm>

#include <beras/base/error.h>
#include <beras/base/flush_subnormals.h>
#include <beras/core/scopes.h>
#include <beras/layers/added_losses_internal.h>
#include <beras/models/model.h>
#include <beras/models/progress_bar.h>
#include <beras/models/training_internal.h>
#include <beras/ops/join.h>

namespace beras {
namespace {

/// On memory of its own: an identity's outputs are its inputs, which may lie in a buffer that is
/// filled anew for the next batch.
Structure owned(const Structure& outputs) {
  return outputs.map([](const Tensor& tensor) {
    return !tensor.defined() || tensor.is_sole_owner() ? tensor : tensor.copy();
  });
}

/// The outputs of all batches, one below the other.
Structure joined(const std::vector<Structure>& batches) {
  if (batches.size() == 1) return batches.front();
  std::vector<Tensors> parts(batches.front().count());
  for (const Structure& batch : batches) {
    assert_same_structure("predict", batches.front(), batch);
    const Tensors flat = batch.flatten();
    for (std::size_t i = 0; i < flat.size(); ++i) parts[i].push_back(flat[i]);
  }
  Tensors whole;
  for (const Tensors& part : parts)
    whole.push_back(part.front().defined() ? ops::concatenate(part, 0) : Tensor());
  return batches.front().pack_as(whole);
}

}  // namespace

Tensor Model::predict(const Tensor& x, const PredictOptions& options) const {
  const Structure outputs = predict_structure(x, options);
  if (outputs.is_tensor()) return outputs.tensor();
  throw ValueError("predict", "a model of one output", "outputs " + to_string(outputs),
                   "predict(Structure(x)) gives all");
}

Structure Model::predict_structure(const Structure& x, const PredictOptions& options) const {
  const Tensor first = first_defined(x);
  for (const Tensor& tensor : x.flatten()) {
    if (!tensor.defined() && first.defined()) continue;
    if (tensor.rank() == 0)
      throw ShapeError("predict", "x with the samples on its first axis", "shape ()");
    if (tensor.dim(0) != first.dim(0))
      throw ShapeError("predict", "inputs of equally many samples", to_string(x));
  }
  const std::int64_t count = first.dim(0);
  if (count > 0 && first.size() == 0) {
    throw ValueError("predict", "samples of at least one element",
                     "x of shape " + to_string(first.shape()));
  }
  const std::int64_t size = batch_size_for("predict", count, options.batch_size, options.steps);
  // No samples are one empty batch: the outputs have their shape all the same.
  const std::int64_t batches = count == 0 ? 1 : (count - 1) / size + 1;
  const std::int64_t steps = std::min(batches, options.steps.value_or(batches));
  std::int64_t step = 0;
  const auto next_batch = [&]() -> std::optional<Structure> {
    if (step == steps) return std::nullopt;
    const std::int64_t begin = step++ * size;
    return rows(x, begin, std::min(count, begin + size));
  };
  return run_prediction(next_batch, steps, options);
}

Structure Model::predict(const Dataset& batches, const PredictOptions& options) const {
  const Dataset limited = first_steps("predict", batches, options.steps);
  Walk walk(limited);
  const auto next_batch = [&]() -> std::optional<Structure> {
    const Structure* batch = walk.next();
    if (!batch) return std::nullopt;
    if (batch->count() == 0) throw ValueError("predict", "batches of at least one tensor", "none");
    return batch_of("predict", *batch).x;
  };
  return run_prediction(next_batch, limited.cardinality(), options);
}

Structure Model::run_prediction(const std::function<std::optional<Structure>()>& next_batch,
                                std::int64_t steps, const PredictOptions& options) const {
  check_callbacks("predict", options.callbacks);
  ProgressBar bar(steps, display_for(options.verbose, options.output), options.output);
  const InferenceScope scope;
  const layers::IgnoreLosses no_losses;
  const FlushSubnormals flush;
  for_each_callback(options.callbacks, [&](Callback& callback) {
    // Callbacks know one kind of model. Prediction itself changes nothing of it.
    callback.attach(const_cast<Model&>(*this), {1, steps, options.verbose, options.output});
  });
  for_each_callback(options.callbacks, [](Callback& callback) { callback.on_predict_begin(); });
  std::vector<Structure> outputs;
  while (const auto x = next_batch()) {
    const auto step = static_cast<std::int64_t>(outputs.size());
    for_each_callback(options.callbacks,
                      [&](Callback& callback) { callback.on_predict_batch_begin(step); });
    outputs.push_back(owned(predict_step(*x)));
    for_each_callback(options.callbacks, [&](Callback& callback) {
      callback.on_predict_batch_end(step, outputs.back());
    });
    bar.update(step + 1, {});
  }
  if (outputs.empty()) throw ValueError("predict", "at least one batch", "none");
  bar.finish(static_cast<std::int64_t>(outputs.size()), {});
  for_each_callback(options.callbacks, [](Callback& callback) { callback.on_predict_end(); });
  return joined(outputs);
}

Structure Model::predict_on_batch(const Structure& x) const {
  const InferenceScope scope;
  const layers::IgnoreLosses no_losses;
  return owned(predict_step(x));
}

}  // namespace beras
