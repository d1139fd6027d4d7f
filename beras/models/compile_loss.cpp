#include <beras/core/scopes.h>
#include <beras/models/compile_loss_internal.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

bool is_position(const std::string& step) {
  return !step.empty() && step.find_first_not_of("0123456789") == std::string::npos;
}

/// As Keras calls the loss of an output in logs: by where it lies; in a list by the output's name,
/// or the loss's where it has none.
std::string reported_name(const Outputs& outputs, std::size_t position, const losses::Loss& loss) {
  std::string name = outputs.are_named() ? outputs.names[position] : loss.name();
  std::string path = outputs.structure.paths()[position];
  const std::size_t slash = path.rfind('/');
  const std::string last = slash == std::string::npos ? path : path.substr(slash + 1);
  if (path.empty()) return name;
  if (!is_position(last)) return path;
  return slash == std::string::npos ? name : path.substr(0, slash + 1) + name;
}

}  // namespace

std::string of_output(const Outputs& outputs, std::size_t position) {
  const std::string path = outputs.structure.paths()[position];
  return path.empty() ? "" : " of output \"" + path + "\"";
}

CompileLoss::CompileLoss(const ByOutput<losses::AnyLoss>& loss, const ByOutput<double>& weights,
                         const Outputs& outputs)
    : count_(outputs.count()) {
  Spread<losses::AnyLoss> spread("loss", outputs);
  const auto losses = spread(loss);
  const auto weighed = Spread<double>("loss_weights", outputs)(weights);
  for (const std::size_t i : spread.order()) {
    if (weights && weighed[i].size() != 1 && weighed[i].size() != losses[i].size()) {
      throw ValueError("compile", "loss_weights: a number for each loss",
                       std::to_string(weighed[i].size()) + " for " +
                           std::to_string(losses[i].size()) + " losses" + of_output(outputs, i));
    }
    for (std::size_t k = 0; k < losses[i].size(); ++k) {
      if (!losses[i][k]) continue;
      const double weight = !weights ? 1 : weighed[i].size() == 1 ? weighed[i][0] : weighed[i][k];
      terms_.push_back({i, losses[i][k], weight, nullptr});
    }
  }
  if (loss.kind() == Structure::Kind::map && outputs.structure.kind() != Structure::Kind::map &&
      loss.items().size() != count_) {
    throw ValueError(
        "compile",
        "a loss, or none, for each of the " + std::to_string(count_) + " outputs by name",
        std::to_string(loss.items().size()));
  }
  if (terms_.size() < 2) return;
  for (Term& term : terms_) {
    term.mean = std::make_shared<metrics::Mean>(
        metrics::MetricOptions{.name = reported_name(outputs, term.output, *term.loss) + "_loss"});
    term.mean->direction(metrics::Direction::down);
  }
}

std::vector<bool> CompileLoss::outputs_with_loss() const {
  std::vector<bool> found(count_);
  for (const Term& term : terms_) found[term.output] = true;
  return found;
}

Tensor CompileLoss::operator()(const std::string& who, const Outputs& outputs,
                               const Tensors& y_true, const Tensors& y_pred,
                               const Tensors& sample_weight) const {
  Tensor total;
  for (const Term& term : terms_) {
    const Tensor& labels = y_true[term.output];
    const Tensor& predicted = y_pred[term.output];
    const Tensor& weight = sample_weight[term.output];
    if (!labels.defined())
      throw ValueError(who, "labels for the loss" + of_output(outputs, term.output), "none");
    Tensor value = weight.defined() ? (*term.loss)(labels, predicted, weight)
                                    : (*term.loss)(labels, predicted);
    if (term.mean) {
      const PauseRecording pause;
      term.mean->add_weighted(value.mean(), static_cast<double>(predicted.dim(0)));
    }
    if (term.weight != 1) value = value * term.weight;
    total = total.defined() ? total + value : value;
  }
  return total;
}

std::vector<std::shared_ptr<metrics::Metric>> CompileLoss::means() const {
  std::vector<std::shared_ptr<metrics::Metric>> means;
  for (const Term& term : terms_)
    if (term.mean) means.push_back(term.mean);
  return means;
}

}  // namespace beras
