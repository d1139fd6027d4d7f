// One step on one batch.
#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/profiler.h>
#include <beras/core/scopes.h>
#include <beras/models/model.h>
#include <beras/models/training_internal.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

void check_labelled(const std::string& who, const std::string& what, const Batch& batch) {
  if (first_defined(batch.y).defined()) return;
  throw ValueError(who, "labels for " + what, "samples without",
                   "To train without labels, override train_step or compute_loss");
}

/// Sample weights, flat: a tensor alone weighs the samples of every output.
Tensors weights_for(const std::string& who, const Structure& weights, const Outputs& outputs,
                    const std::vector<bool>& expected) {
  if (weights.is_tensor()) return Tensors(outputs.count(), weights.tensor());
  return for_outputs(who, "sample_weight", weights, outputs, expected);
}

}  // namespace

Logs Model::train_step(const Batch& batch) {
  check_labels_of_metrics(batch);
  GradientTape tape;
  const Structure y_pred = apply_to(batch.x, {.training = true});
  const Tensor loss = compute_loss(batch, y_pred);
  const Tensors variables = trainable_variables();
  optimizer().apply(tape.gradient(optimizer().scale_loss(loss), variables), variables);
  return compute_metrics(batch, y_pred, loss);
}

Logs Model::test_step(const Batch& batch) {
  check_labels_of_metrics(batch);
  const Structure y_pred = apply_to(batch.x);
  return compute_metrics(batch, y_pred, compute_loss(batch, y_pred));
}

void Model::check_labels_of_metrics(const Batch& batch) const {
  const CompileOptions& options = compile_options();
  if (options.metrics.all().empty() && options.weighted_metrics.all().empty()) return;
  check_labelled(label(), "metrics", batch);
}

Tensor Model::compute_loss(const Batch& batch, const Structure& y_pred) {
  const Tensors added = losses();
  Tensor total;
  // What layers add may be all there is.
  if (compile_options().loss || added.empty()) total = compiled_loss(batch, y_pred);
  for (const Tensor& each : added) {
    const Tensor value = is_floating(each.dtype()) ? each : each.astype(DType::float32);
    const Tensor number = value.rank() == 0 ? value : value.sum();
    total = total.defined() ? total + number : number;
  }
  return total;
}

Tensor Model::compiled_loss(const Batch& batch, const Structure& y_pred) const {
  check_labelled(label(), "the loss", batch);
  const Training& state = training_for(y_pred);
  if (state.loss.empty()) loss();
  const std::vector<bool> expected = state.loss.outputs_with_loss();
  return state.loss(
      label(), state.outputs, for_outputs(label(), "labels", batch.y, state.outputs, expected),
      y_pred.flatten(), weights_for(label(), batch.sample_weight, state.outputs, expected));
}

Logs Model::compute_metrics(const Batch& batch, const Structure& y_pred, const Tensor& loss) {
  check_labels_of_metrics(batch);
  Training& state = training_for(y_pred);
  const PauseRecording pause;
  const profiler::Region region("metrics");
  const auto samples = static_cast<double>(first_defined(batch.x).dim(0));
  state.mean_loss->add_weighted(loss.mean(), samples);
  Logs logs;
  logs.insert_or_assign("loss", state.mean_loss->result());
  for (const auto& mean : state.loss.means()) logs.insert_or_assign(mean->name(), mean->result());
  for (const auto& metric : added_metrics())
    logs.insert_or_assign(metric->name(), metric->result());
  if (state.metrics.all().empty()) return logs;
  const std::vector<bool> expected = state.loss.outputs_with_loss();
  state.metrics.update(
      label(), state.outputs, for_outputs(label(), "labels", batch.y, state.outputs, expected),
      y_pred.flatten(), weights_for(label(), batch.sample_weight, state.outputs, expected), logs);
  return logs;
}

Logs Model::train_on_batch(const Structure& x, const Structure& y, const Structure& sample_weight,
                           const ClassWeights& class_weight) {
  check_weights();
  check_samples("train_on_batch", x, y, sample_weight);
  check_class_weights("train_on_batch", class_weight);
  const ForgetCalls forget;
  reset_metrics();
  Logs logs = train_step(
      {constant(x), constant(y), constant(with_class_weights(y, sample_weight, class_weight))});
  note_weights();
  return logs;
}

Logs Model::test_on_batch(const Structure& x, const Structure& y, const Structure& sample_weight) {
  training();
  check_samples("test_on_batch", x, y, sample_weight);
  const InferenceScope scope;
  reset_metrics();
  return test_step({x, y, sample_weight});
}

}  // namespace beras
