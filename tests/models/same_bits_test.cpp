// A seed fixes every bit of a trained model, whatever the number of threads.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <vector>

#include <beras/base/parallel.h>
#include <beras/base/random.h>
#include <beras/layers/layers.h>
#include <beras/models/sequential.h>
#include <beras/ops/random.h>

namespace beras {
namespace {

Sequential dropout_perceptron() {
  return Sequential(layers::Dense(300, {.activation = "relu"}), layers::LayerNormalization(),
                    layers::Dropout(0.3), layers::Dense(10));
}

Sequential normalized_convnet() {
  return Sequential(layers::Reshape({14, 14, 4}), layers::Conv2D(16, 3, {.activation = "relu"}),
                    layers::MaxPooling2D(2), layers::Conv2D(32, 3), layers::BatchNormalization(),
                    layers::ReLU(), layers::AveragePooling2D(2), layers::Flatten(),
                    layers::Dropout(0.5), layers::Dense(10));
}

/// All bits of the weights after two epochs.
std::vector<std::vector<float>> trained(const std::function<Sequential()>& make, int threads) {
  const int before = num_threads();
  set_num_threads(threads);
  set_random_seed(7);
  const Tensor x = random::uniform({600, 784});
  const Tensor y = random::randint({600}, 0, 10);
  Sequential model = make();
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy"});
  model.fit(x, y, {.batch_size = 150, .epochs = 2, .verbose = 0});
  set_num_threads(before);
  std::vector<std::vector<float>> weights;
  for (const Tensor& weight : model.weights()) weights.push_back(weight.to_vector<float>());
  return weights;
}

bool same_bits(const std::vector<std::vector<float>>& a, const std::vector<std::vector<float>>& b) {
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i) {
    same = a[i].size() == b[i].size() &&
           std::memcmp(a[i].data(), b[i].data(), a[i].size() * sizeof(float)) == 0;
  }
  return same;
}

TEST(SameBits, FromRunToRunAndForAnyNumberOfThreads) {
  for (const auto& make : {&dropout_perceptron, &normalized_convnet}) {
    const auto one = trained(make, 1);
    EXPECT_TRUE(same_bits(trained(make, 1), one));
    EXPECT_TRUE(same_bits(trained(make, 2), one));
    EXPECT_TRUE(same_bits(trained(make, 4), one));
  }
}

}  // namespace
}  // namespace beras
