// A training loop by hand: a dataset, a tape, an optimizer, a metric. Learns which of two spirals a
// point lies on.
#include <beras/beras.h>

#include <cmath>
#include <cstring>
#include <iostream>
#include <vector>

using namespace beras;

struct Spirals {
  Tensor points;
  Tensor labels;
};

Spirals spirals(int count) {
  std::vector<float> points;
  std::vector<std::int32_t> labels;
  for (int i = 0; i < count; ++i) {
    const int arm = i % 2;
    const float turn = 2.0F * static_cast<float>(i) / static_cast<float>(count);
    const float angle = 3.1416F * (turn + static_cast<float>(arm));
    points.push_back(turn * std::cos(angle));
    points.push_back(turn * std::sin(angle));
    labels.push_back(arm);
  }
  return {Tensor(points, {count, 2}), Tensor(labels)};
}

int main(int argc, char** argv) {
  const bool small = argc > 1 && std::strcmp(argv[1], "--small") == 0;
  set_random_seed(2);
  const auto [points, labels] = spirals(400);
  const Dataset batches = Dataset::from_tensors(points, labels).shuffle().batch(50);

  Sequential model{layers::Dense(64, {.activation = "relu"}),
                   layers::Dense(64, {.activation = "relu"}), layers::Dense(2)};
  const losses::SparseCategoricalCrossentropy loss{{.from_logits = true}};
  optimizers::Adam optimizer{{.learning_rate = 0.01}};
  metrics::SparseCategoricalAccuracy accuracy;

  const int epochs = small ? 60 : 120;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    accuracy.reset_state();
    for (const Structure& batch : batches) {
      GradientTape tape;
      const Tensor scores = model(batch[0], {.training = true});
      const Tensor error = loss(batch[1], scores);
      const Tensors gradients = tape.gradient(error, model.trainable_variables());
      optimizer.apply(gradients, model.trainable_variables());
      accuracy.update_state(batch[1], scores);
    }
    if (epoch % 20 == 0) {
      std::cout << "epoch " << epoch << ": accuracy " << accuracy.result().item<float>() << '\n';
    }
  }
  return accuracy.result().item<float>() > 0.9F ? 0 : 1;
}
