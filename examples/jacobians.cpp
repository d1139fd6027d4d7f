// Looking at Jacobians: of one call, with their structure; of a whole network; sample by sample.
#include <beras/beras.h>

#include <iostream>

using namespace beras;

int main() {
  set_random_seed(3);
  Sequential network{layers::Dense(4, {.activation = "tanh"}), layers::Dense(3), layers::Softmax()};
  const Tensor x{{0.1, 0.7}, {-0.4, 0.2}};
  network(x);

  // Each layer can be asked about its latest call.
  for (const auto& layer : network.layers()) {
    const Jacobian local = layer->get_input_gradients()[0];
    std::cout << layer->name() << ": " << to_string(layer->inputs()[0].shape()) << " -> "
              << to_string(layer->outputs()[0].shape()) << ", Jacobian "
              << to_string(local.values().shape()) << '\n';
  }

  // Of the whole network, sample by sample: how each probability moves with each input.
  GradientTape tape{{.persistent = true}};
  const Tensor probabilities = network(x);
  const Tensor per_sample = tape.batch_jacobian(probabilities, x);
  std::cout << "\nprobabilities =\n"
            << probabilities << "\n\nd probabilities[0] / d x[0] =\n"
            << per_sample[0] << '\n';

  // Probabilities add up to 1 wherever x moves, so each column of the Jacobian adds up to 0.
  const float sum = ops::abs(per_sample.sum(1)).max().item<float>();
  std::cout << "\nlargest column sum: " << sum << '\n';

  // With respect to a weight: (2, 3) outputs by (2, 4) weights.
  const Tensor kernel = network.get_layer(0).weights()[0];
  std::cout << "d probabilities / d kernel: "
            << to_string(tape.jacobian(probabilities, kernel).shape()) << '\n';
  return sum < 1e-5F ? 0 : 1;
}
