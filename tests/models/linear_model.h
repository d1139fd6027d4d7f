// The model of the tests of runs: y = x * kernel, with a loss that one can work out by hand.
#pragma once

#include <beras/layers/dense.h>
#include <beras/models/sequential.h>
#include <beras/optimizers/optimizers.h>

namespace beras {

/// Starts with kernel 1; its loss is the mean squared error.
inline Sequential linear_model(double learning_rate = 0) {
  Sequential model;
  model.add(layers::Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
  model.build({-1, 1});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = learning_rate}), .loss = "mse"});
  return model;
}

/// 1, 2 ... count, a sample each.
inline Tensor counting_samples(int count) {
  std::vector<float> values;
  for (int i = 1; i <= count; ++i) values.push_back(static_cast<float>(i));
  return Tensor(values, {count, 1});
}

}  // namespace beras
