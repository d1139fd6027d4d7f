// Programs that have asked for signals at floating-point exceptions meet none in Beras.
#include <fenv.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <beras/beras.h>
#include <tests/models/linear_model.h>

#if defined(__SSE2__) && defined(__GLIBC__)
namespace beras {
namespace {

class Traps : public ::testing::Test {
 protected:
  static constexpr int asked_for = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW;
  Traps() { feenableexcept(asked_for); }
  ~Traps() override {
    EXPECT_EQ(fegetexcept(), asked_for);
    fedisableexcept(FE_ALL_EXCEPT);
  }
};

/// Numbers that kernels meet on their way to right results, and some that they make nothing of.
Tensor extremes(DType dtype) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Tensor x({{0., -0., 1., -1.}, {700., -700., 1e4, -1e4}, {3e-5, infinity, -infinity, NAN}},
                 DType::float64);
  return x.astype(dtype);
}

using Function = std::function<Tensor(const Tensor&)>;

/// The gradient of the gradient, too.
void differentiate(const Function& function, const Tensor& x) {
  GradientTape outer;
  outer.watch(x);
  GradientTape inner;
  inner.watch(x);
  const Tensor y = function(x);
  const Tensor gradient = inner.gradient(y, x);
  if (gradient.defined()) outer.gradient(gradient, x);
}

TEST_F(Traps, PrintingRaisesNoSignal) {
  for (const DType dtype : {DType::float32, DType::float64, DType::float16, DType::bfloat16})
    EXPECT_NE(to_string(extremes(dtype)).find("nan"), std::string::npos);
}

TEST_F(Traps, OperatorsAndTheirGradientsRaiseNoSignal) {
  const std::vector<Function> functions = {
      [](const Tensor& x) { return ops::exp(x); },
      [](const Tensor& x) { return ops::log(x); },
      [](const Tensor& x) { return ops::sqrt(x); },
      [](const Tensor& x) { return ops::tanh(x); },
      [](const Tensor& x) { return ops::sigmoid(x); },
      [](const Tensor& x) { return ops::softplus(x); },
      [](const Tensor& x) { return ops::gelu(x); },
      [](const Tensor& x) { return ops::silu(x); },
      [](const Tensor& x) { return ops::erfinv(x); },
      [](const Tensor& x) { return ops::arccosh(x); },
      [](const Tensor& x) { return 1 / x; },
      [](const Tensor& x) { return ops::power(x, x); },
      [](const Tensor& x) { return ops::hypot(x, x * 2); },
      [](const Tensor& x) { return ops::softmax(x); },
      [](const Tensor& x) { return ops::log_softmax(x, 0); },
      [](const Tensor& x) { return ops::logsumexp(x, 1); },
      [](const Tensor& x) { return ops::norm(x, {.axis = 1}); },
      [](const Tensor& x) { return ops::std(x, 0); },
      [](const Tensor& x) { return ops::max(x, 0); },
      [](const Tensor& x) { return ops::prod(x, 1); },
      [](const Tensor& x) { return ops::cumsum(x, 1); },
      [](const Tensor& x) { return ops::cumprod(x, 1); },
      [](const Tensor& x) { return ops::matmul(x, ops::transpose(x)); },
      [](const Tensor& x) { return ops::layer_normalization(x, {}, {}, -1, 0); },
      [](const Tensor& x) { return ops::batch_norm_training(x, {}, {}, -1, 0).y; },
      [](const Tensor& x) {
        return ops::take(ops::sort(x), Tensor{2, 0}.astype(int32), 0);
      },
      [](const Tensor& x) { return x.astype(DType::float16).astype(x.dtype()); },
      [](const Tensor& x) {
        return ops::average_pool(x.reshape({1, 3, 4, 1}), 2, {.padding = "same"});
      },
      [](const Tensor& x) {
        return ops::max_pool(x.reshape({1, 3, 4, 1}), 2);
      },
      [](const Tensor& x) {
        return ops::conv(x.reshape({1, 3, 4, 1}), x.reshape({3, 2, 1, 2}));
      },
  };
  for (const DType dtype : {DType::float32, DType::float64, DType::bfloat16, DType::float16}) {
    const Tensor x = extremes(dtype);
    for (const Function& function : functions) differentiate(function, x);
    for (const DType to : {DType::int8, DType::int64, DType::boolean}) x.astype(to);
    ops::argmax(x, 1);
    ops::isclose(x, x);
    ops::nan_to_num(x);
  }
  ops::arange(0, 1e5, 1e4, DType::float16);
  ops::full({3}, 1e300, DType::float32);
}

TEST_F(Traps, LossesAndMetricsRaiseNoSignal) {
  const Tensor one_hot = ops::eye(3, 4), classes = Tensor{0, 1, 2}.astype(int32);
  for (const double factor : {1., 1e30}) {
    const Tensor x = Tensor{{0., 1., 0., 0.}, {1., 0., 0., 0.}, {0., 0., 1., 0.}}.astype(float32);
    const Tensor y = ops::minimum(x * factor, 1e38);
    for (const bool from_logits : {true, false}) {
      const auto loss = [&](const Tensor& p) {
        return losses::categorical_crossentropy(one_hot, p, from_logits) +
               losses::sparse_categorical_crossentropy(classes, p, from_logits) +
               losses::binary_crossentropy(one_hot, p, from_logits) +
               losses::mean_squared_error(one_hot, p);
      };
      differentiate(loss, y);
    }
    metrics::get("categorical_accuracy")->update_state(one_hot, y);
  }
}

TEST_F(Traps, TrainingRaisesNoSignal) {
  const Tensor x = Tensor::zeros({64, 6, 6, 2}), y = Tensor::zeros({64}, DType::int32);
  for (const char* optimizer : {"sgd", "rmsprop", "adam", "adamw"}) {
    Sequential model{layers::Conv2D(4, 3, {.padding = "same", .activation = "relu"}),
                     layers::BatchNormalization(),
                     layers::MaxPooling2D(2),
                     layers::Flatten(),
                     layers::LayerNormalization(),
                     layers::Dropout(0.5),
                     layers::Dense(3, {.activation = "softmax"})};
    model.compile({.optimizer = optimizer,
                   .loss = "sparse_categorical_crossentropy",
                   .metrics = {"accuracy"}});
    model.fit(x, y, {.batch_size = 16, .epochs = 2, .verbose = 0});
    EXPECT_TRUE(std::isfinite(model.evaluate(x, y, {.verbose = 0}).at("loss")));
    EXPECT_EQ(model.predict(x).shape(), (Shape{64, 3}));
  }
}

}  // namespace
}  // namespace beras
#endif
