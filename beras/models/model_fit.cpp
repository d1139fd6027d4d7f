// The training loop.
#include <fmt/format.h>

#include <cmath>

#include <beras/base/error.h>
#include <beras/base/flush_subnormals.h>
#include <beras/base/interrupt_internal.h>
#include <beras/core/scopes.h>
#include <beras/models/model.h>
#include <beras/models/progress_bar.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

void check(const FitOptions& options) {
  if (options.epochs < 0)
    throw ValueError("fit", "epochs of at least 0", std::to_string(options.epochs));
  if (options.initial_epoch < 0) {
    throw ValueError("fit", "an initial epoch of at least 0",
                     std::to_string(options.initial_epoch));
  }
  if (!(options.validation_split >= 0 && options.validation_split < 1)) {
    throw ValueError("fit", "a validation_split in [0, 1)",
                     std::to_string(options.validation_split));
  }
  if (options.validation_frequency < 1) {
    throw ValueError("fit", "a validation frequency of at least 1",
                     std::to_string(options.validation_frequency));
  }
  if (options.steps_per_epoch && *options.steps_per_epoch < 1) {
    throw ValueError("fit", "at least one step an epoch", std::to_string(*options.steps_per_epoch));
  }
  check_class_weights("fit", options.class_weight);
  check_callbacks("fit", options.callbacks);
  display_for(options.verbose, options.output);
}

Tensor rows(const Tensor& tensor, std::int64_t begin, std::int64_t end) {
  const PauseRecording pause;
  return tensor.defined() ? tensor[Slice{begin, end}] : Tensor();
}

std::optional<Dataset> validation_of(const FitOptions& options) {
  if (const auto* batches = std::get_if<Dataset>(&options.validation_data))
    return first_steps("fit", *batches, options.validation_steps);
  const auto* samples = std::get_if<Batch>(&options.validation_data);
  if (!samples) return std::nullopt;
  const std::int64_t size =
      options.validation_batch_size > 0 ? options.validation_batch_size : options.batch_size;
  check_samples("fit", samples->x, samples->y, samples->sample_weight, size);
  const Dataset batches = samples_of(samples->x, samples->y, samples->sample_weight).batch(size);
  return first_steps("fit", batches, options.validation_steps);
}

}  // namespace

History Model::fit(const Tensor& x, const Tensor& y, const FitOptions& options) {
  training();
  check(options);
  check_samples("fit", x, y, options.sample_weight, options.batch_size);
  const std::int64_t count = x.dim(0);
  const auto held_out = static_cast<std::int64_t>(
      std::floor(static_cast<double>(count) * (1 - options.validation_split)));
  const bool has_validation_data = !std::holds_alternative<std::monostate>(options.validation_data);
  const std::int64_t trained = has_validation_data ? count : held_out;
  if (trained == 0) {
    throw ValueError(
        "fit", "a validation_split that leaves samples to train on",
        std::to_string(options.validation_split) + " of " + std::to_string(count) + " samples");
  }
  FitOptions split = options;
  if (trained < count) {
    split.validation_data = Batch{rows(x, trained, count), rows(y, trained, count),
                                  rows(options.sample_weight, trained, count)};
  }
  Dataset samples =
      samples_of(rows(x, 0, trained), rows(y, 0, trained), rows(options.sample_weight, 0, trained));
  if (options.shuffle) samples = samples.shuffle({.seed = options.shuffle_seed});
  return run_fit(samples.batch(options.batch_size), options, validation_of(split));
}

History Model::fit(const Dataset& batches, const FitOptions& options) {
  training();
  check(options);
  if (options.validation_split != 0) {
    throw ValueError("fit", "validation_data beside a dataset", "a validation_split",
                     "Split the dataset with take and skip");
  }
  if (batches.cardinality() == Dataset::infinite && !options.steps_per_epoch) {
    throw ValueError("fit", "steps_per_epoch beside an endless dataset", "none");
  }
  return run_fit(batches, options, validation_of(options));
}

History Model::run_fit(const Dataset& batches, const FitOptions& options,
                       const std::optional<Dataset>& validation) {
  const ForgetCalls forget;
  const FlushSubnormals flush;
  const Callbacks& callbacks = options.callbacks;
  const std::int64_t steps = options.steps_per_epoch.value_or(batches.cardinality());
  const Display display = display_for(options.verbose, options.output);
  History history;
  Logs logs;
  stop_training = false;
  for_each_callback(callbacks, [&](Callback& callback) {
    callback.attach(
        *this, {options.epochs, steps, options.verbose, options.output, validation.has_value()});
  });
  for_each_callback(callbacks, [](Callback& callback) { callback.on_train_begin(); });
  std::optional<const InterruptWatch> watch;
  if (options.stop_on_interrupt) watch.emplace();
  const auto stop_if_interrupted = [&] { stop_training |= watch && watch->interrupted(); };
  std::optional<Dataset::Iterator> walk;
  for (int epoch = options.initial_epoch; epoch < options.epochs && !stop_training; ++epoch) {
    if (display != Display::silent)
      options.output.write(fmt::format("Epoch {}/{}\n", epoch + 1, options.epochs));
    reset_metrics();
    for_each_callback(callbacks, [&](Callback& callback) { callback.on_epoch_begin(epoch); });
    if (!walk || !options.steps_per_epoch || *walk == batches.end()) walk.emplace(batches.begin());
    ProgressBar bar(steps, display, options.output);
    std::int64_t step = 0;
    while (*walk != batches.end() && (!options.steps_per_epoch || step < steps)) {
      for_each_callback(callbacks,
                        [&](Callback& callback) { callback.on_train_batch_begin(step); });
      Batch batch = batch_of("fit", **walk);
      batch.sample_weight = with_class_weights(batch.y, batch.sample_weight, options.class_weight);
      logs = train_step(batch);
      for_each_callback(callbacks,
                        [&](Callback& callback) { callback.on_train_batch_end(step, logs); });
      bar.update(++step, logs);
      stop_if_interrupted();
      if (stop_training) break;
      ++*walk;
    }
    if (step == 0) throw ValueError("fit", "at least one batch an epoch", "none");
    if (validation && (epoch + 1) % options.validation_frequency == 0) {
      for (const auto& [name, value] :
           run_evaluation(*validation, {.verbose = 0, .callbacks = callbacks}))
        logs["val_" + name] = value;
    }
    for_each_callback(callbacks, [&](Callback& callback) { callback.on_epoch_end(epoch, logs); });
    history.append(epoch, logs);
    bar.finish(step, logs);
    stop_if_interrupted();
  }
  for_each_callback(callbacks, [&](Callback& callback) { callback.on_train_end(logs); });
  return history;
}

}  // namespace beras
