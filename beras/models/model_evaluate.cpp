// Evaluation and prediction.
#include <iostream>

#include <beras/base/error.h>
#include <beras/base/flush_subnormals.h>
#include <beras/core/scopes.h>
#include <beras/models/model.h>
#include <beras/models/progress_bar.h>
#include <beras/models/training_internal.h>

namespace beras {

Logs Model::evaluate(const Tensor& x, const Tensor& y, const EvaluateOptions& options) {
  training();
  check_samples("evaluate", x, y, options.sample_weight, options.batch_size);
  return evaluate(samples_of(x, y, options.sample_weight).batch(options.batch_size), options);
}

Logs Model::evaluate(const Dataset& batches, const EvaluateOptions& options) {
  training();
  for (const auto& callback : options.callbacks) {
    if (!callback) throw ValueError("evaluate", "callbacks", "a null pointer");
    callback->attach(*this, {1, batches.cardinality(), options.verbose});
  }
  return run_evaluation(batches, options.callbacks, options.verbose);
}

Logs Model::run_evaluation(const Dataset& batches,
                           const std::vector<std::shared_ptr<Callback>>& callbacks, int verbose) {
  const InferenceScope scope;
  const FlushSubnormals flush;
  ProgressBar bar(batches.cardinality(), display_for(verbose, std::cout), std::cout);
  reset_metrics();
  for_each_callback(callbacks, [](Callback& callback) { callback.on_test_begin(); });
  Logs logs;
  std::int64_t step = 0;
  for (const Tensors& element : batches) {
    logs = test_step(batch_of(element));
    for_each_callback(callbacks,
                      [&](Callback& callback) { callback.on_test_batch_end(step, logs); });
    bar.update(++step, logs);
  }
  if (step == 0) throw ValueError("evaluate", "at least one batch", "none");
  bar.finish(step, logs);
  for_each_callback(callbacks, [&](Callback& callback) { callback.on_test_end(logs); });
  return logs;
}

Tensor Model::predict(const Tensor& x, const PredictOptions& options) const {
  if (x.rank() == 0)
    throw ShapeError("predict", "x with the samples on its first axis", "shape ()");
  if (options.batch_size < 1) {
    throw ValueError("predict", "a batch size of at least 1", std::to_string(options.batch_size));
  }
  const InferenceScope scope;
  const FlushSubnormals flush;
  const std::int64_t count = x.dim(0);
  if (count <= options.batch_size) return predict_step(x);
  Tensor outputs;
  for (std::int64_t begin = 0; begin < count; begin += options.batch_size) {
    const Slice samples{begin, std::min(count, begin + options.batch_size)};
    const Tensor y = predict_step(x[samples]);
    if (!outputs.defined()) {
      Shape shape = y.shape();
      shape[0] = count;
      outputs = Tensor::empty(shape, y.dtype());
    }
    outputs[samples].assign(y);
  }
  return outputs;
}

}  // namespace beras
