// The training loop.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>

#include <beras/base/error.h>
#include <beras/base/flush_subnormals.h>
#include <beras/base/interrupt_internal.h>
#include <beras/base/random.h>
#include <beras/core/scopes.h>
#include <beras/models/model.h>
#include <beras/models/progress_bar.h>
#include <beras/models/training_internal.h>
#include <beras/ops/indexing.h>
#include <beras/ops/random.h>

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
  const int* every = std::get_if<int>(&options.validation_frequency);
  if (every && *every < 1)
    throw ValueError("fit", "a validation frequency of at least 1", std::to_string(*every));
  if (options.steps_per_epoch && *options.steps_per_epoch < 1) {
    throw ValueError("fit", "at least one step an epoch", std::to_string(*options.steps_per_epoch));
  }
  check_class_weights("fit", options.class_weight);
  check_callbacks("fit", options.callbacks);
  display_for(options.verbose, options.output);
}

/// `epoch` is counted from 0.
bool validates_after(int epoch, const ValidationFrequency& frequency) {
  if (const int* every = std::get_if<int>(&frequency)) return (epoch + 1) % *every == 0;
  const auto& epochs = std::get<std::vector<int>>(frequency);
  return std::find(epochs.begin(), epochs.end(), epoch + 1) != epochs.end();
}

/// Batches whose samples are mixed, each within its own, and otherwise in every walk.
Dataset mixed_within(const Dataset& batches, const std::optional<std::uint64_t>& seed) {
  const auto keys = std::make_shared<SeedGenerator>(seed ? *seed : SeedGenerator::global().next());
  return batches.map([keys](const Structure& batch) {
    const Tensor order = random::permutation(first_defined(batch).dim(0), keys->next());
    return batch.map(
        [&](const Tensor& part) { return part.defined() ? ops::take(part, order, 0) : part; });
  });
}

Dataset in_batches(Dataset samples, std::int64_t size, const FitOptions& options) {
  const Shuffle::Kind shuffle = options.shuffle.kind();
  if (shuffle == Shuffle::Kind::samples) samples = samples.shuffle({.seed = options.shuffle_seed});
  Dataset batches = samples.batch(size);
  if (shuffle == Shuffle::Kind::within_batches) return mixed_within(batches, options.shuffle_seed);
  return batches;
}

std::optional<Dataset> validation_of(const FitOptions& options) {
  if (const auto* batches = std::get_if<Dataset>(&options.validation_data))
    return first_steps("fit", *batches, options.validation_steps);
  const auto* samples = std::get_if<Batch>(&options.validation_data);
  if (!samples) return std::nullopt;
  const std::int64_t count = check_samples("fit", samples->x, samples->y, samples->sample_weight);
  const std::optional<std::int64_t> given =
      options.validation_batch_size > 0 ? options.validation_batch_size : options.batch_size;
  const std::int64_t size = batch_size_for("fit", count, given, options.validation_steps);
  const Dataset batches = samples_of(samples->x, samples->y, samples->sample_weight).batch(size);
  return first_steps("fit", batches, options.validation_steps);
}

}  // namespace

Shuffle::Shuffle(const char* word) : kind_(Kind::within_batches) {
  if (std::string_view(word) != "batch")
    throw ValueError("fit", "shuffle true, false or \"batch\"", "\"" + std::string(word) + "\"");
}

History Model::fit(const Structure& x, const Structure& y, const FitOptions& options) {
  check_weights();
  check(options);
  const std::int64_t count = check_samples("fit", x, y, options.sample_weight);
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
  const std::int64_t size =
      batch_size_for("fit", trained, options.batch_size, options.steps_per_epoch);
  const Dataset samples =
      samples_of(rows(x, 0, trained), rows(y, 0, trained), rows(options.sample_weight, 0, trained));
  return run_fit(in_batches(samples, size, options), options, validation_of(split));
}

History Model::fit(const Dataset& batches, const FitOptions& options) {
  check_weights();
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
  Walk walk(batches);
  for (int epoch = options.initial_epoch; epoch < options.epochs && !stop_training; ++epoch) {
    if (display != Display::silent)
      options.output.write(fmt::format("Epoch {}/{}\n", epoch + 1, options.epochs));
    reset_metrics();
    for_each_callback(callbacks, [&](Callback& callback) { callback.on_epoch_begin(epoch); });
    ProgressBar bar(steps, display, options.output);
    std::int64_t step = 0;
    while (!options.steps_per_epoch || step < steps) {
      const Structure* element = walk.next();
      // Where the epoch before ended with the data, it begins anew.
      if (!element && step == 0 && epoch > options.initial_epoch) element = walk.next();
      if (!element) break;
      for_each_callback(callbacks,
                        [&](Callback& callback) { callback.on_train_batch_begin(step); });
      Batch batch = batch_of("fit", *element);
      batch.sample_weight = with_class_weights(batch.y, batch.sample_weight, options.class_weight);
      logs = train_step(batch);
      note_weights();
      for_each_callback(callbacks,
                        [&](Callback& callback) { callback.on_train_batch_end(step, logs); });
      bar.update(++step, logs);
      stop_if_interrupted();
      if (stop_training) break;
    }
    if (step == 0) throw ValueError("fit", "at least one batch an epoch", "none");
    if (validation && validates_after(epoch, options.validation_frequency)) {
      for (const auto& [name, value] :
           run_evaluation(*validation, {.verbose = 0, .callbacks = callbacks}))
        logs["val_" + name] = value;
    }
    for_each_callback(callbacks, [&](Callback& callback) { callback.on_epoch_end(epoch, logs); });
    history.append(epoch, logs);
    bar.finish(step, logs);
    stop_if_interrupted();
  }
  if (options.epochs > 0) optimizer().finalize_variable_values(trainable_variables());
  for_each_callback(callbacks, [&](Callback& callback) { callback.on_train_end(logs); });
  return history;
}

}  // namespace beras
