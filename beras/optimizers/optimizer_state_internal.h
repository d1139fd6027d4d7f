// What all copies of an optimizer share. Private to the base.
#pragma once

#include <cstdint>
#include <optional>
#include <regex>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

struct Optimizer::WeightState {
  /// Undefined unless use_ema.
  Tensor average;
  /// Undefined unless there are gradient_accumulation_steps.
  Tensor gradients;
  /// As `make_slots` made them.
  Tensors slots;
};

struct Optimizer::State {
  explicit State(LearningRate rate) {
    iterations.trainable(false);
    set(std::move(rate));
  }

  /// The number of calls of apply.
  std::int64_t calls() const { return iterations.item<std::int64_t>(); }
  void set(LearningRate rate) {
    if (rate.is_number() && number.defined()) {
      number.fill(rate.at(0));
    } else if (rate.is_number()) {
      number = on_host(rate.at(0), DType::float64).name("learning_rate");
      number.trainable(false);
    } else {
      number = Tensor();
    }
    learning_rate = std::move(rate);
  }

  /// What the host goes by: no step waits for a device to learn it.
  static Tensor on_host(Scalar value, DType dtype) {
    return Tensor::full({}, value, dtype, Device::cpu);
  }

  Tensor iterations = on_host(0, DType::int64).name("iteration");
  /// Of no account while `number` is defined.
  LearningRate learning_rate = 0;
  Tensor number;
  std::unordered_map<std::uint64_t, WeightState> weights;  // by their ids
  std::vector<std::uint64_t> order;
  std::unordered_set<std::uint64_t> without_decay;
  std::optional<std::regex> names_without_decay;
};

}  // namespace beras::optimizers
