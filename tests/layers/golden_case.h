// What Keras computes (tests/golden/layers.json): a case has x, weights, y and, if it was called in
// training, the weights after it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include <beras/layers/layer.h>
#include <tests/golden.h>

namespace beras::golden {

/// Gives the layer the weights of the case of that name, calls it, and compares with Keras.
inline void expect_case(layers::Layer& layer, const std::string& name, CallOptions options = {},
                        int calls = 1) {
  static const Json cases = load("layers");
  const Json& expected = cases.at(name);
  const Tensor x = tensor(expected.at("x"));
  Tensors weights;
  for (const Json& weight : expected.at("weights")) weights.push_back(tensor(weight));
  layer.build(x.shape());
  layer.set_weights(weights);
  Tensor y;
  for (int i = 0; i < calls; ++i) y = layer(x, options);
  EXPECT_TRUE(near(y, tensor(expected.at("y")), 3e-6)) << name;
  if (!expected.contains("weights_after")) return;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    EXPECT_TRUE(near(layer.weights()[i], tensor(expected.at("weights_after")[i]), 3e-6))
        << name << ", " << layer.weights()[i].name();
  }
}

}  // namespace beras::golden
