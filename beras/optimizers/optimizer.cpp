// What an optimizer is told, and tells.
#include <beras/optimizers/optimizer.h>

#include <utility>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/core/scopes.h>
#include <beras/optimizers/optimizer_state_internal.h>
#include <beras/tensor/operators.h>

namespace beras::optimizers {
namespace {

template <typename Number>
void check_that(bool holds, const std::string& who, const char* expected,
                const std::optional<Number>& received) {
  if (received && !holds) throw ValueError(who, expected, std::to_string(*received));
}

void check(const std::string& who, const OptimizerOptions& options) {
  check_that(options.clipnorm > 0., who, "clipnorm above 0", options.clipnorm);
  check_that(options.clipvalue > 0., who, "clipvalue above 0", options.clipvalue);
  check_that(options.global_clipnorm > 0., who, "global_clipnorm above 0", options.global_clipnorm);
  if (options.clipnorm.has_value() + options.clipvalue.has_value() +
          options.global_clipnorm.has_value() >
      1) {
    throw ValueError(who, "at most one of clipnorm, clipvalue and global_clipnorm", "several");
  }
  check_that(options.weight_decay >= 0., who, "weight_decay of at least 0", options.weight_decay);
  check_that(options.ema_momentum >= 0 && options.ema_momentum <= 1, who, "ema_momentum in [0, 1]",
             std::optional(options.ema_momentum));
  check_that(options.ema_overwrite_frequency >= 1, who, "ema_overwrite_frequency of at least 1",
             options.ema_overwrite_frequency);
  check_that(options.loss_scale_factor > 0., who, "loss_scale_factor above 0",
             options.loss_scale_factor);
  check_that(options.gradient_accumulation_steps >= 2, who,
             "gradient_accumulation_steps of at least 2", options.gradient_accumulation_steps);
}

}  // namespace

Optimizer::Optimizer(std::string label, OptimizerOptions options)
    : label_(std::move(label)),
      options_(std::move(options)),
      state_(std::make_shared<State>(options_.learning_rate)) {
  check(label_, options_);
}

// NOLINTBEGIN(performance-noexcept-move-constructor, performance-move-constructor-init)
Optimizer::Optimizer(Optimizer&& other)
    : label_(other.label_), options_(other.options_), state_(std::move(other.state_)) {}

Optimizer& Optimizer::operator=(Optimizer&& other) {
  label_ = other.label_;
  options_ = other.options_;
  state_ = std::move(other.state_);
  return *this;
}
// NOLINTEND(performance-noexcept-move-constructor, performance-move-constructor-init)

Optimizer::State& Optimizer::state() const {
  if (!state_) throw ValueError(label_, "was moved: use the optimizer that it was moved to.");
  return *state_;
}

std::string Optimizer::name() const {
  return options_.name.empty() ? snake_case(label_) : options_.name;
}

std::int64_t Optimizer::iterations() const {
  return state().calls() / options_.gradient_accumulation_steps.value_or(1);
}

double Optimizer::learning_rate() const {
  const Tensor& number = state().number;
  return number.defined() ? number.item<double>() : state().learning_rate.at(state().calls());
}

void Optimizer::learning_rate(LearningRate value) { state().set(std::move(value)); }

Tensor Optimizer::scale_loss(const Tensor& loss) const {
  return options_.loss_scale_factor ? loss * *options_.loss_scale_factor : loss;
}

void Optimizer::exclude_from_weight_decay(const Tensors& variables,
                                          const std::vector<std::string>& names) {
  std::optional<std::regex> pattern;
  std::string any;
  for (const std::string& name : names) any += (any.empty() ? "" : "|") + name;
  try {
    if (!names.empty()) pattern.emplace(any);
  } catch (const std::regex_error&) {
    throw ValueError(label_, "regular expressions to find in names", "\"" + any + "\"");
  }
  state().without_decay.clear();
  for (const Variable& variable : variables) state().without_decay.insert(variable.id());
  state().names_without_decay = std::move(pattern);
}

void Optimizer::finalize_variable_values(const Tensors& variables) {
  const PauseRecording pause;
  for (Variable variable : variables) {
    const auto found = state().weights.find(variable.id());
    if (found == state().weights.end() || !found->second.average.defined()) continue;
    variable.assign(found->second.average);
  }
}

Config Optimizer::common_config() const {
  const auto written = []<typename T>(const T& value) { return ConfigValue<T>::write(value); };
  const Tensor& number = state().number;
  const LearningRate rate = number.defined() ? number.item<double>() : state().learning_rate;
  return Config::Map{
      {"name", name()},
      {"learning_rate", written(rate)},
      {"weight_decay", written(options_.weight_decay)},
      {"clipnorm", written(options_.clipnorm)},
      {"global_clipnorm", written(options_.global_clipnorm)},
      {"clipvalue", written(options_.clipvalue)},
      {"use_ema", options_.use_ema},
      {"ema_momentum", options_.ema_momentum},
      {"ema_overwrite_frequency", written(options_.ema_overwrite_frequency)},
      {"loss_scale_factor", written(options_.loss_scale_factor)},
      {"gradient_accumulation_steps", written(options_.gradient_accumulation_steps)}};
}

}  // namespace beras::optimizers
