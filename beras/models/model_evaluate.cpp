// Evaluation.
#include <beras/base/error.h>
#include <beras/base/flush_subnormals.h>
#include <beras/core/scopes.h>
#include <beras/models/model.h>
#include <beras/models/progress_bar.h>
#include <beras/models/training_internal.h>

namespace beras {

Logs Model::evaluate(const Structure& x, const Structure& y, const EvaluateOptions& options) {
  training();
  const std::int64_t count = check_samples("evaluate", x, y, options.sample_weight);
  const std::int64_t size = batch_size_for("evaluate", count, options.batch_size, options.steps);
  return evaluate(samples_of(x, y, options.sample_weight).batch(size), options);
}

Logs Model::evaluate(const Dataset& batches, const EvaluateOptions& options) {
  training();
  check_callbacks("evaluate", options.callbacks);
  const Dataset limited = first_steps("evaluate", batches, options.steps);
  display_for(options.verbose, options.output);
  for_each_callback(options.callbacks, [&](Callback& callback) {
    callback.attach(*this, {1, limited.cardinality(), options.verbose, options.output});
  });
  return run_evaluation(limited, options);
}

Logs Model::run_evaluation(const Dataset& batches, const EvaluateOptions& options) {
  const InferenceScope scope;
  const FlushSubnormals flush;
  const Callbacks& callbacks = options.callbacks;
  ProgressBar bar(batches.cardinality(), display_for(options.verbose, options.output),
                  options.output);
  for_each_callback(callbacks, [](Callback& callback) { callback.on_test_begin(); });
  reset_metrics();
  Logs logs;
  std::int64_t step = 0;
  for (const Structure& element : batches) {
    for_each_callback(callbacks, [&](Callback& callback) { callback.on_test_batch_begin(step); });
    logs = test_step(batch_of("evaluate", element));
    for_each_callback(callbacks,
                      [&](Callback& callback) { callback.on_test_batch_end(step, logs); });
    bar.update(++step, logs);
  }
  if (step == 0) throw ValueError("evaluate", "at least one batch", "none");
  bar.finish(step, logs);
  for_each_callback(callbacks, [&](Callback& callback) { callback.on_test_end(logs); });
  return logs;
}

}  // namespace beras
