// Trains a small network on points of two classes: inside a circle, or around it.

#include <beras/beras.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

using namespace beras;

int main() {
  constexpr std::int64_t count = 512;
  std::vector<float> points;
  std::vector<std::int32_t> inside;
  for (std::int64_t i = 0; i < count; ++i) {  // a spiral that covers the disc of radius 1 evenly
    const double radius = std::sqrt((i + 0.5) / count), angle = 2.4 * i;
    points.push_back(static_cast<float>(radius * std::cos(angle)));
    points.push_back(static_cast<float>(radius * std::sin(angle)));
    inside.push_back(radius < 0.7);
  }
  const Tensor x(points, {count, 2});
  const Tensor y(inside);

  Sequential model{layers::Dense(32, {.activation = "relu"}), layers::Dense(2)};
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.01}),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true}),
                 .metrics = {metrics::SparseCategoricalAccuracy()}});
  model.fit(x, y, {.batch_size = 32, .epochs = 20, .verbose = 0});
  const double accuracy = model.evaluate(x, y, {.verbose = 0}).at("sparse_categorical_accuracy");

  std::printf("accuracy %.3f\n", accuracy);
  return accuracy > 0.95 ? 0 : 1;
}
