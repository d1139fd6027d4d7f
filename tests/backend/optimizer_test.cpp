#include <beras/backend/optimizer.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <beras/base/random.h>

namespace beras::backend {
namespace {

/// A weight, its gradient and three states of one dtype, filled with numbers in (0, 1).
template <typename T>
struct Arrays {
  explicit Arrays(std::size_t size, std::uint64_t key) : arrays(5, std::vector<T>(size)) {
    for (auto& array : arrays) {
      for (std::size_t i = 0; i < size; ++i) {
        array[i] = static_cast<T>(to_unit_float(philox(key, i)[0]));
      }
      ++key;
    }
  }
  WeightSlot slot() {
    WeightSlot slot;
    slot.dtype = dtype_of<T>();
    slot.size = static_cast<std::int64_t>(arrays[0].size());
    slot.weight = arrays[0].data();
    slot.gradient = arrays[1].data();
    slot.gradient_scale = 0.5;
    slot.weight_decay = 0.1;
    return slot;
  }
  void* state(std::size_t i) { return arrays[2 + i].data(); }

  std::vector<std::vector<T>> arrays;
};

/// Two weights of float32, one of them larger than a piece of the parallel loop, and one of
/// float64.
struct Weights {
  Arrays<float> small{37, 1}, large{40001, 11};
  Arrays<double> precise{19, 21};
};

void sgd(Weights& weights, const SgdStep& step) {
  const std::vector<SgdSlot> slots = {{weights.small.slot(), weights.small.state(0)},
                                      {weights.precise.slot(), weights.precise.state(0)},
                                      {weights.large.slot(), weights.large.state(0)}};
  optimizer(Device::cpu)->sgd(slots, step);
}

void rmsprop(Weights& weights, const RmspropStep& step) {
  std::vector<RmspropSlot> slots;
  const auto add = [&](auto& arrays) {
    // The mean is kept below the root of the mean square, as it is in training.
    for (auto& value : arrays.arrays[3]) value *= 0.1;
    for (auto& value : arrays.arrays[2]) value += 0.1;
    slots.push_back({arrays.slot(), arrays.state(0), arrays.state(1), arrays.state(2)});
  };
  add(weights.small);
  add(weights.precise);
  add(weights.large);
  optimizer(Device::cpu)->rmsprop(slots, step);
}

void adam(Weights& weights, const AdamStep& step) {
  std::vector<AdamSlot> slots;
  const auto add = [&](auto& arrays) {
    slots.push_back({arrays.slot(), arrays.state(0), arrays.state(1), arrays.state(2)});
  };
  add(weights.small);
  add(weights.precise);
  add(weights.large);
  optimizer(Device::cpu)->adam(slots, step);
}

/// Runs the step on equal weights with the fast kernels and with the reference, and compares all
/// arrays.
template <typename Step>
void expect_as_reference(void (*run)(Weights&, const Step&), const Step& step) {
  Weights fast, reference;
  run(fast, step);
  {
    const UseReferenceKernels scope;
    run(reference, step);
  }
  EXPECT_EQ(fast.precise.arrays, reference.precise.arrays);
  for (std::size_t array = 0; array < 5; ++array) {
    for (std::size_t i = 0; i < 37; ++i) {
      ASSERT_NEAR(fast.small.arrays[array][i], reference.small.arrays[array][i], 1e-5)
          << array << " " << i;
    }
    for (std::size_t i = 0; i < 40001; ++i) {
      ASSERT_NEAR(fast.large.arrays[array][i], reference.large.arrays[array][i], 1e-5)
          << array << " " << i;
    }
  }
}

TEST(OptimizerKernels, SgdAgreesWithTheReference) {
  expect_as_reference(sgd, SgdStep{.learning_rate = 0.1});
  expect_as_reference(sgd, SgdStep{.learning_rate = 0.1, .momentum = 0.9});
  expect_as_reference(sgd, SgdStep{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true});
}

TEST(OptimizerKernels, RmspropAgreesWithTheReference) {
  expect_as_reference(rmsprop, RmspropStep{.learning_rate = 0.1});
  expect_as_reference(rmsprop, RmspropStep{.learning_rate = 0.1, .momentum = 0.9});
  expect_as_reference(rmsprop,
                      RmspropStep{.learning_rate = 0.1, .momentum = 0.9, .centered = true});
}

TEST(OptimizerKernels, AdamAgreesWithTheReference) {
  expect_as_reference(adam, AdamStep{.learning_rate = 0.1, .step = 3});
  expect_as_reference(adam, AdamStep{.learning_rate = 0.1, .amsgrad = true, .step = 2});
}

TEST(OptimizerKernels, GiveTheSameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  Weights one, two;
  set_num_threads(1);
  adam(one, {});
  set_num_threads(2);
  adam(two, {});
  set_num_threads(threads);
  EXPECT_EQ(one.small.arrays, two.small.arrays);
  EXPECT_EQ(one.large.arrays, two.large.arrays);
}

/// One float64 weight of 1 with gradient 4 and empty states.
struct Single {
  double weight = 1, gradient = 4, states[3] = {0, 0, 0};
  WeightSlot slot() { return {DType::float64, 1, &weight, &gradient, 1, 0}; }
};

TEST(OptimizerKernels, SgdFollowsItsFormula) {
  Single plain;
  plain.gradient = 8;
  SgdSlot slot{plain.slot()};
  slot.gradient_scale = 0.5;
  slot.weight_decay = 0.5;
  optimizer(Device::cpu)->sgd({&slot, 1}, {.learning_rate = 0.1});
  EXPECT_DOUBLE_EQ(plain.weight, 1 - 1 * 0.5 * 0.1 - 0.1 * 4);

  Single moving;
  SgdSlot with_velocity{moving.slot(), &moving.states[0]};
  for (int step = 0; step < 2; ++step) {
    optimizer(Device::cpu)->sgd({&with_velocity, 1}, {.learning_rate = 0.1, .momentum = 0.5});
  }
  EXPECT_DOUBLE_EQ(moving.states[0], 0.5 * -0.4 - 0.4);
  EXPECT_NEAR(moving.weight, 1 - 0.4 - 0.6, 1e-15);

  Single nesterov;
  SgdSlot ahead{nesterov.slot(), &nesterov.states[0]};
  optimizer(Device::cpu)
      ->sgd({&ahead, 1}, {.learning_rate = 0.1, .momentum = 0.5, .nesterov = true});
  EXPECT_DOUBLE_EQ(nesterov.weight, 1 + 0.5 * -0.4 - 0.4);
}

TEST(OptimizerKernels, RmspropHasEpsilonInsideTheRoot) {
  Single plain;
  const RmspropSlot slot{plain.slot(), &plain.states[0]};
  optimizer(Device::cpu)->rmsprop({&slot, 1}, {.learning_rate = 0.1, .rho = 0.75, .epsilon = 5});
  EXPECT_DOUBLE_EQ(plain.states[0], 4);
  EXPECT_DOUBLE_EQ(plain.weight, 1 - 0.1 * 4 / 3);

  Single full;
  const RmspropSlot all{full.slot(), &full.states[0], &full.states[1], &full.states[2]};
  const RmspropStep step{
      .learning_rate = 0.1, .rho = 0.75, .momentum = 0.5, .epsilon = 1, .centered = true};
  optimizer(Device::cpu)->rmsprop({&all, 1}, step);
  EXPECT_DOUBLE_EQ(full.states[1], 1);
  EXPECT_DOUBLE_EQ(full.weight, 1 - 0.1 * 4 / std::sqrt(4 + 1 - 1));
}

TEST(OptimizerKernels, AdamsFirstStepIsTheLearningRateAndAmsgradKeepsTheLargest) {
  Single plain;
  const AdamSlot slot{plain.slot(), &plain.states[0], &plain.states[1]};
  optimizer(Device::cpu)->adam({&slot, 1}, {.learning_rate = 0.1, .epsilon = 0});
  EXPECT_DOUBLE_EQ(plain.weight, 1 - 0.1);
  EXPECT_DOUBLE_EQ(plain.states[0], 0.4);
  EXPECT_NEAR(plain.states[1], 0.016, 1e-15);

  Single largest;
  largest.states[2] = 16;
  const AdamSlot amsgrad{largest.slot(), &largest.states[0], &largest.states[1],
                         &largest.states[2]};
  const AdamStep step{
      .learning_rate = 0.1, .beta_1 = 0.5, .beta_2 = 0.75, .epsilon = 0, .amsgrad = true};
  optimizer(Device::cpu)->adam({&amsgrad, 1}, step);
  EXPECT_DOUBLE_EQ(largest.states[2], 16);
  EXPECT_DOUBLE_EQ(largest.weight, 1 - 0.1 * 0.5 / 0.5 * 2 / 4);
}

}  // namespace
}  // namespace beras::backend
