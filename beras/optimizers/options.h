// The options that all optimizers have, stated once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include <beras/core/signature.h>
#include <beras/optimizers/learning_rate.h>

namespace beras::optimizers {

/// The last fields of every optimizer's options, in the order of Keras's arguments. A macro, as a
/// designated initializer reaches no field of a base.
#define BERAS_OPTIMIZER_FIELDS                                  \
  std::optional<double> clipnorm = std::nullopt;                \
  std::optional<double> clipvalue = std::nullopt;               \
  std::optional<double> global_clipnorm = std::nullopt;         \
  bool use_ema = false;                                         \
  double ema_momentum = 0.99;                                   \
  std::optional<std::int64_t> ema_overwrite_frequency = {};     \
  std::optional<double> loss_scale_factor = std::nullopt;       \
  std::optional<std::int64_t> gradient_accumulation_steps = {}; \
  std::string name = {}

/// Options that every optimizer has. At most one way of clipping may be set.
///
/// clipnorm: each gradient g becomes g * clipnorm / max(|g|, clipnorm), with |g| its Euclidean
/// norm. clipvalue: each element is clipped to [-clipvalue, clipvalue]. global_clipnorm: all
/// gradients are multiplied with global_clipnorm / max(N, global_clipnorm), with N the norm of all
/// of them together.
///
/// use_ema: keeps the average of each weight, a = ema_momentum * a + (1 - ema_momentum) * w after
/// each step, which begins as the weight after the first. Every ema_overwrite_frequency steps, and
/// by `finalize_variable_values`, it takes the weight's place.
///
/// loss_scale_factor: what `scale_loss` multiplies the loss with, and gradients are divided by.
/// gradient_accumulation_steps: so many calls make one step, along the mean of their gradients; a
/// learning rate that depends on the step counts the calls. name: the class's in snake case if left
/// out.
struct OptimizerOptions {
  LearningRate learning_rate = 0.001;
  /// Decoupled decay of every weight, biases included: w -= w * weight_decay * learning_rate,
  /// before the step.
  std::optional<double> weight_decay = std::nullopt;
  BERAS_OPTIMIZER_FIELDS;
};

// Those fields of an options struct, as parameters of a signature.
template <typename Options>
constexpr auto base_fields() {
  return std::tuple(FIELD(Options, clipnorm), FIELD(Options, clipvalue),
                    FIELD(Options, global_clipnorm), FIELD(Options, use_ema),
                    FIELD(Options, ema_momentum), FIELD(Options, ema_overwrite_frequency),
                    FIELD(Options, loss_scale_factor), FIELD(Options, gradient_accumulation_steps),
                    FIELD(Options, name));
}

/// What the base takes of an optimizer's own options; or `others` with that of `own`.
template <typename Own, typename Options = OptimizerOptions>
Options base_options(const Own& own, Options others = {}) {
  others.learning_rate = own.learning_rate;
  others.weight_decay = own.weight_decay;
  std::apply(
      [&](const auto&... from) {
        std::apply([&](const auto&... to) { ((to.value_of(others) = from.value_of(own)), ...); },
                   base_fields<Options>());
      },
      base_fields<Own>());
  return others;
}

}  // namespace beras::optimizers
