// Programs that compute to their very end: each is this binary, run anew.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include <beras/base/random.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/layers.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

void sleep(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Something of everything that has kernels, tables or pools; true if the results are right.
bool computes(std::int64_t n) {
  const Variable a = Tensor::ones({n, n});
  GradientTape tape;
  const Tensor product = ops::matmul(a, a);
  const Tensor images = ops::conv(Tensor::ones({2, n + 4, 9, 3}), Tensor::ones({3, 3, 3, 5}));
  const Tensor gradient = tape.gradient(product, a);
  const Tensor shares = ops::softmax(product);
  const layers::Dense layer(3, {.activation = "relu", .kernel_initializer = "he_normal"});
  const auto sum = [](const Tensor& tensor) { return tensor.sum().item<double>(); };
  const auto close = [](double value, double expected) {
    return std::abs(value - expected) <= 1e-4 * std::abs(expected);
  };
  const auto size = static_cast<double>(n);
  return close(sum(product), size * size * size) && close(sum(gradient), 2 * size * size * size) &&
         close(sum(shares), size) && close(sum(images), 27. * static_cast<double>(images.size())) &&
         layer(a).shape() == Shape{n, 3} && random::normal({n}).size() == n;
}

/// Made before all else, it is destroyed after all else.
struct Last {
  ~Last() {
    if (armed) std::_Exit(computes(40) && computes(41) ? 0 : 1);
  }
  bool armed = false;
};
Last last;

class ProcessEnd : public ::testing::TestWithParam<int> {
 protected:
  // Runs the binary anew for each of these programs: statics are those of a fresh process.
  ProcessEnd() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_P(ProcessEnd, AStaticMayComputeInItsDestructor) {
  EXPECT_EXIT(
      {
        last.armed = true;
        if (GetParam() % 2 == 0) computes(40);
        std::exit(2);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_P(ProcessEnd, ThoseThatAreDetachedMayMeetNewShapes) {
  EXPECT_EXIT(
      {
        for (int t = 0; t < 4; ++t) {
          std::thread([t] {
            for (std::int64_t n = 20 + t;; n += 4)
              if (!computes(n)) std::_Exit(1);
          }).detach();
        }
        sleep(20 + GetParam());
        std::exit(0);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_P(ProcessEnd, AThreadsOwnMayComputeInItsDestructor) {
  struct Own {
    bool* right = nullptr;
    ~Own() {
      if (right) *right = computes(30);
    }
  };
  EXPECT_EXIT(
      {
        bool right = false;
        std::thread([&] {
          thread_local Own own;
          own.right = &right;
          computes(20);
        }).join();
        std::exit(right ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

INSTANTIATE_TEST_SUITE_P(Runs, ProcessEnd, ::testing::Range(0, 10));

}  // namespace
}  // namespace beras
