// Memory that is refused, at each place in turn: what comes out is an exception, and what was
// there before is as it was.

// The thread sanitizer has an operator new of its own, which no program can replace.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BERAS_CANNOT_REFUSE_MEMORY
#endif
#endif
#ifndef BERAS_CANNOT_REFUSE_MEMORY

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/profiler.h>
#include <beras/models/callbacks.h>
#include <beras/ops/ops.h>
#include <tests/models/linear_model.h>

namespace {

/// How many allocations are left until one is refused; below 0: none will be.
std::atomic<std::int64_t> left = -1;

void* allocate(std::size_t bytes) {
  if (left >= 0 && left-- == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return std::malloc(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return std::malloc(bytes);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace beras {
namespace {

/// Refuses the first allocation of `action`, then the second ..., until there are no more; `check`
/// is run after each refusal. Gives their number.
template <typename Action, typename Check>
int refuse_each(const Action& action, const Check& check) {
  for (int refused = 0;; ++refused) {
    left = refused;
    try {
      action();
    } catch (const std::exception&) {
      EXPECT_LT(left, 0) << "of something else";
    }
    if (left.exchange(-1) >= 0) return refused;
    check();
  }
}

Sequential network() {
  Sequential model(layers::Dense(4, {.activation = "relu", .name = "a_rather_long_name"}),
                   layers::Dense(1));
  model.build({-1, 3});
  model.compile({.optimizer = "adam", .loss = "mse", .metrics = {"mae"}});
  return model;
}

const Tensor& samples() {
  static const Tensor x = Tensor::ones({4, 3});
  return x;
}
const Tensor& labels() {
  static const Tensor y = Tensor::ones({4, 1});
  return y;
}

TEST(AllocationFailure, LeavesAModelThatPlansAsItWas) {
  Sequential model = network();
  model.fit(samples(), labels(), {.verbose = 0});
  const Tensors before = model.get_weights();
  const auto is_as_before = [&] {
    const Tensors now = model.get_weights();
    ASSERT_EQ(now.size(), before.size());
    for (std::size_t i = 0; i < now.size(); ++i)
      ASSERT_EQ(now[i].to_vector<float>(), before[i].to_vector<float>());
    ASSERT_EQ(model.optimizer().iterations(), 1);
    ASSERT_EQ(model.optimizer().variables().size(), 10U);
    ASSERT_EQ(model.weights()[0].name(), "kernel");
  };
  const std::string expected = to_string(model.plan(2));
  EXPECT_GT(refuse_each([&] { model.plan(2); }, is_as_before), 100);
  EXPECT_EQ(to_string(model.plan(2)), expected);
  model.fit(samples(), labels(), {.verbose = 0});
  EXPECT_EQ(model.optimizer().iterations(), 2);
}

TEST(AllocationFailure, LeavesFitAnException) {
  Sequential model = network();
  const auto run = [&] {
    model.fit(samples(), labels(),
              {.batch_size = 2,
               .epochs = 2,
               .verbose = 2,
               .callbacks = {callbacks::EarlyStopping({.restore_best_weights = true}),
                             callbacks::TerminateOnNaN()},
               .validation_split = 0.5,
               .output = {.write = [](std::string_view) {}}});
  };
  run();  // oneDNN, which does not survive it, has then made what it needs
  EXPECT_GT(refuse_each(run, [] {}), 100);
}

TEST(AllocationFailure, LeavesAPrefetchedWalkAnException) {
  const Dataset data = Dataset::from_tensors(samples(), labels())
                           .shuffle({.seed = 1})
                           .map([](const Tensors& element) { return element; })
                           .batch(3)
                           .prefetch(2);
  const auto walk = [&] {
    int batches = 0;
    for (const Structure& batch : data) batches += static_cast<int>(batch.size());
    EXPECT_EQ(batches, 4);
  };
  EXPECT_GT(refuse_each(walk, [] {}), 20);
}

TEST(AllocationFailure, LeavesCheckedGradientsAndProfilesAnException) {
  const layers::Dense layer(2);
  layer(samples());
  const auto run = [&] {
    const profiler::Profile profile;
    const profiler::Region region("all");
    CheckOptions options;
    options.jacobians = true;
    EXPECT_TRUE(check_gradients(layer, {samples()}, options).ok);
  };
  const auto is_float32 = [&] { ASSERT_EQ(layer.weights()[0].dtype(), DType::float32); };
  EXPECT_GT(refuse_each(run, is_float32), 100);
}

TEST(AllocationFailure, LeavesParallelLoopsAnException) {
  const Tensor x = Tensor::ones({300, 300}, DType::float64);
  const auto run = [&] {
    EXPECT_EQ(ops::matmul(x, x).max().item<double>(), 300);
    EXPECT_EQ(ops::max_pool(ops::square(x).reshape({4, 75, 75, 4}), {3}).sum().item<double>(),
              10000);
  };
  EXPECT_GT(refuse_each(run, [] {}), 10);
}

}  // namespace
}  // namespace beras

#endif
