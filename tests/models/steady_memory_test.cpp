// After its first steps a training takes no more memory from the system.
#include <gtest/gtest.h>

#include <vector>

#include <beras/base/parallel.h>
#include <beras/layers/layers.h>
#include <beras/models/callbacks/lambda_callback.h>
#include <beras/models/sequential.h>
#include <beras/ops/random.h>
#include <beras/tensor/memory_pool_internal.h>

namespace beras {
namespace {

/// The blocks that the pool had taken from the system at the end of each step.
std::vector<std::int64_t> blocks_by_step(Sequential model, const Shape& sample) {
  Shape shape = sample;
  shape.insert(shape.begin(), 50 * 16);
  const Tensor x = random::uniform(shape), y = random::randint({50 * 16}, 0, 10);
  std::vector<std::int64_t> blocks;
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy"});
  const callbacks::LambdaCallback count({.on_train_batch_end = [&](std::int64_t, const auto&) {
    blocks.push_back(MemoryPool::instance().blocks_taken());
  }});
  model.fit(x, y, {.batch_size = 16, .verbose = 0, .callbacks = {count}});
  return blocks;
}

void expect_steady(const std::vector<std::int64_t>& blocks) {
  ASSERT_EQ(blocks.size(), 50u);
  EXPECT_EQ(blocks[1], blocks[49]);
}

class SteadyMemory : public ::testing::Test {
 protected:
  // Helping threads come to their working memory whenever they first take a piece.
  void SetUp() override { set_num_threads(1); }
  void TearDown() override { set_num_threads(threads_); }

 private:
  int threads_ = num_threads();
};

TEST_F(SteadyMemory, OfAPerceptron) {
  const Sequential model(layers::Dense(128, {.activation = "relu"}), layers::Dense(10));
  expect_steady(blocks_by_step(model, {784}));
}

TEST_F(SteadyMemory, OfAConvnet) {
  const Sequential model(layers::Conv2D(8, 3, {.activation = "relu"}), layers::MaxPooling2D(2),
                         layers::Conv2D(16, 3), layers::BatchNormalization(), layers::ReLU(),
                         layers::Flatten(), layers::Dropout(0.5), layers::Dense(10));
  expect_steady(blocks_by_step(model, {28, 28, 1}));
}

}  // namespace
}  // namespace beras
