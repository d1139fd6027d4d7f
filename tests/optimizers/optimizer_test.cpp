#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "tests/golden.h"

namespace beras::optimizers {
namespace {

using golden::near;

/// A user's own optimizer, with a state of its own.
struct Heavy : Optimizer {
  explicit Heavy(OptimizerOptions options = {.learning_rate = 0.5})
      : Optimizer("Heavy", std::move(options)) {}
  Tensors make_slots(const Variable& weight) const override { return {slot(weight, "speed")}; }
  using Optimizer::has_state;
  void update_step(Variable& weight, const Tensor& gradient, Tensors& slots,
                   double learning_rate) override {
    slots[0] += gradient;
    weight -= slots[0] * learning_rate;
  }
};

TEST(Optimizer, OfAUserKeepsStateInItsSlots) {
  Variable weight{1., 2.};
  weight.name("kernel");
  Heavy optimizer;
  optimizer.apply_gradients({weight}, {Tensor{1., 0.}});
  optimizer.apply({Tensor{1., 0.}}, {weight});
  EXPECT_TRUE(near(weight, Tensor{-0.5, 2.}));
  EXPECT_EQ(optimizer.iterations(), 2);
  const Tensors variables = optimizer.variables();
  ASSERT_EQ(variables.size(), 3U);
  EXPECT_EQ(variables[0].name(), "iteration");
  EXPECT_EQ(variables[0].item<int>(), 2);
  EXPECT_EQ(variables[1].name(), "learning_rate");
  EXPECT_EQ(variables[1].item<double>(), 0.5);
  EXPECT_EQ(variables[2].name(), "kernel/speed");
  EXPECT_TRUE(near(variables[2], Tensor{2., 0.}));
  for (const Tensor& variable : variables) EXPECT_FALSE(variable.trainable());
}

TEST(Optimizer, OfAUserIsClippedAndDecaysToo) {
  Variable weight{10.};
  Heavy optimizer({.learning_rate = 0.5, .weight_decay = 0.2, .clipnorm = 1});
  optimizer.apply_gradients({weight}, {Tensor{4.}});
  EXPECT_TRUE(near(weight, Tensor{8.5}));
}

TEST(Optimizer, WithoutAStepCannotUpdate) {
  struct Idle : Optimizer {
    Idle() : Optimizer("Idle", {}) {}
  } idle;
  Variable weight{1.};
  EXPECT_THROW(idle.apply_gradients({weight}, {Tensor{1.}}), ValueError);
}

TEST(Optimizer, NeverMovesFrozenWeights) {
  Variable frozen{1., 2.};
  Variable free{1., 2.};
  frozen.trainable(false);
  const Tensor gradient{1., 1.};
  for (const char* name : {"sgd", "rmsprop", "adam", "adamw"}) {
    const auto optimizer = get(name);
    const std::uint64_t version = frozen.version();
    optimizer->apply_gradients({frozen, free}, {gradient, gradient});
    EXPECT_EQ(frozen.version(), version) << name;
    EXPECT_TRUE(near(frozen, Tensor{1., 2.})) << name;
    optimizer->apply_gradients({frozen}, {gradient});
    EXPECT_TRUE(near(frozen, Tensor{1., 2.})) << name;
  }
  EXPECT_LT(free.to_vector<float>()[0], 1);
}

TEST(Optimizer, StateFollowsTheWeight) {
  const auto step = [](SGD& optimizer, const Tensors& weights) {
    Tensors gradients;
    for (const Tensor& weight : weights) gradients.push_back(Tensor::ones(weight.shape()));
    optimizer.apply_gradients(weights, gradients);
  };
  const SGDOptions options{.learning_rate = 1, .momentum = 0.5};
  Variable a = Tensor::zeros({2});
  Variable b = Tensor::zeros({3});
  SGD together(options);
  step(together, {a, b});
  b.trainable(false);
  step(together, {b, a});
  b.trainable(true);
  step(together, {b, a});

  Variable alone_a = Tensor::zeros({2});
  Variable alone_b = Tensor::zeros({3});
  SGD first(options);
  SGD second(options);
  for (int i = 0; i < 3; ++i) step(first, {alone_a});
  for (int i = 0; i < 2; ++i) step(second, {alone_b});
  EXPECT_TRUE(near(a, alone_a, 0));
  EXPECT_TRUE(near(b, alone_b, 0));
}

TEST(Optimizer, ForgetsTheStateOfAWeight) {
  Variable first{1.}, second{1.};
  Heavy optimizer;
  EXPECT_TRUE(optimizer.slots(first).empty());
  EXPECT_FALSE(optimizer.has_state(first.id()));
  optimizer.apply_gradients({first, second}, {Tensor{1.}, Tensor{2.}});
  ASSERT_EQ(optimizer.slots(first).size(), 1U);
  EXPECT_TRUE(optimizer.has_state(first.id()));
  optimizer.forget({first});
  EXPECT_FALSE(optimizer.has_state(first.id()));
  EXPECT_TRUE(optimizer.slots(first).empty());
  ASSERT_EQ(optimizer.variables().size(), 3U);
  EXPECT_TRUE(near(optimizer.variables()[2], Tensor{2.}));
  optimizer.apply_gradients({first}, {Tensor{1.}});
  EXPECT_TRUE(near(optimizer.slots(first)[0], Tensor{1.}));
}

TEST(Optimizer, SkipsUndefinedGradients) {
  Variable a{1.};
  Variable b{1.};
  SGD optimizer({.learning_rate = 1});
  optimizer.apply_gradients({a, b}, {Tensor(), Tensor{1.}});
  EXPECT_TRUE(near(a, Tensor{1.}));
  EXPECT_TRUE(near(b, Tensor{0.}));
  EXPECT_THROW(optimizer.apply_gradients({a, b}, {Tensor(), Tensor()}), ValueError);
  optimizer.apply_gradients({}, {});
  EXPECT_EQ(optimizer.iterations(), 1);
}

TEST(Optimizer, ChangesNothingWhereAnythingIsWrong) {
  Variable good{1., 2.};
  Variable bad{1., 2., 3.};
  Variable whole = Tensor::zeros({2}, int32);
  bad.name("bias");
  Adam optimizer;
  const Tensor gradient{1., 1.};
  EXPECT_THROW(optimizer.apply_gradients({good}, {gradient, gradient}), ValueError);
  EXPECT_THROW(optimizer.apply_gradients({good, good}, {gradient, gradient}), ValueError);
  EXPECT_THROW(optimizer.apply_gradients({good, Tensor()}, {gradient, gradient}), ValueError);
  EXPECT_THROW(optimizer.apply_gradients({good, whole}, {gradient, gradient}), DTypeError);
  EXPECT_THROW(
      optimizer.apply_gradients({good, Tensor::zeros({2}, DType::float16)}, {gradient, gradient}),
      DTypeError);
  EXPECT_THROW(optimizer.apply_gradients({good, Tensor::zeros({3, 2}).T()},
                                         {gradient, Tensor::ones({2, 3})}),
               ValueError);
  try {
    optimizer.apply_gradients({good, bad}, {gradient, gradient});
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[Adam] expected a gradient of shape (3,) for weight \"bias\". Received: shape "
                 "(2,).");
  }
  optimizer.learning_rate(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THROW(optimizer.apply_gradients({good}, {gradient}), ValueError);
  EXPECT_EQ(good.version(), 0U);
  EXPECT_TRUE(near(good, Tensor{1., 2.}));
  EXPECT_EQ(optimizer.iterations(), 0);
}

TEST(Optimizer, WritesInPlaceUnseenByTapes) {
  Variable weight{1., 2.};
  const void* memory = weight.raw();
  const std::uint64_t version = weight.version();
  GradientTape tape;
  SGD().apply_gradients({weight}, {Tensor{1., 1.}});
  Heavy().apply_gradients({weight}, {Tensor{1., 1.}});
  EXPECT_TRUE(tape.calls().empty());
  EXPECT_EQ(weight.raw(), memory);
  EXPECT_GT(weight.version(), version);
}

TEST(Optimizer, MakesAChangedWeightKnownToTheTape) {
  Variable weight{2.};
  GradientTape tape;
  const Tensor loss = (weight * weight).sum();
  SGD().apply_gradients({weight}, {Tensor{1.}});
  EXPECT_THROW(tape.gradient(loss, weight), TapeError);
}

TEST(Optimizer, TakesWeightsAsGradientsOfEachOther) {
  Variable a{3.};
  Variable b{5.};
  SGD({.learning_rate = 1}).apply_gradients({a, b}, {b, a});
  EXPECT_TRUE(near(a, Tensor{-2.}));
  EXPECT_TRUE(near(b, Tensor{2.}));
}

TEST(Optimizer, TakesGradientsOfOtherDTypesAndStrides) {
  Variable weight = Tensor::zeros({2, 2}, float64);
  SGD({.learning_rate = 1}).apply_gradients({weight}, {Tensor{{1., 2.}, {3., 4.}}.T()});
  EXPECT_TRUE(near(weight, Tensor{{-1., -3.}, {-2., -4.}}));
}

TEST(Optimizer, LearningRateMayBeSetOrDependOnTheStep) {
  Variable weight{0.};
  SGD optimizer(
      {.learning_rate = [](std::int64_t step) { return 1.0 / static_cast<double>(1 + step); }});
  EXPECT_EQ(optimizer.learning_rate(), 1);
  optimizer.apply_gradients({weight}, {Tensor{1.}});
  EXPECT_EQ(optimizer.learning_rate(), 0.5);
  optimizer.apply_gradients({weight}, {Tensor{1.}});
  EXPECT_TRUE(near(weight, Tensor{-1.5}));
  optimizer.learning_rate(2);
  optimizer.apply_gradients({weight}, {Tensor{1.}});
  EXPECT_TRUE(near(weight, Tensor{-3.5}));
}

TEST(Optimizer, CopiesShareTheirState) {
  Variable weight{0.};
  SGD original({.learning_rate = 1, .momentum = 1});
  SGD copy = original;
  original.apply_gradients({weight}, {Tensor{1.}});
  copy.apply_gradients({weight}, {Tensor{1.}});
  EXPECT_TRUE(near(weight, Tensor{-3.}));
  copy.learning_rate(0.25);
  EXPECT_EQ(original.learning_rate(), 0.25);
  EXPECT_EQ(original.iterations(), 2);
}

TEST(Optimizer, StateCanBePutBack) {
  Variable weight{0., 0.};
  Adam first({.amsgrad = true});
  for (int i = 0; i < 3; ++i) first.apply_gradients({weight}, {Tensor{1., -2.}});
  Variable other = weight.copy();
  Adam second({.amsgrad = true});
  second.build({other});
  const Tensors from = first.variables();
  Tensors to = second.variables();
  ASSERT_EQ(from.size(), to.size());
  for (std::size_t i = 0; i < from.size(); ++i) to[i].assign(from[i]);
  first.apply_gradients({weight}, {Tensor{0.5, 1.}});
  second.apply_gradients({other}, {Tensor{0.5, 1.}});
  EXPECT_TRUE(near(weight, other, 0));
}

TEST(Optimizer, SavesAndLoadsItsState) {
  Variable weight{0., 0.};
  Adam first;
  for (int i = 0; i < 3; ++i) first.apply_gradients({weight}, {Tensor{1., -2.}});
  const auto store = first.save_own_variables();
  ASSERT_EQ(store.size(), 4U);
  EXPECT_EQ(store.at("0").item<int>(), 3);
  Variable other = weight.copy();
  Adam second;
  EXPECT_THROW(second.load_own_variables(store), ValueError);  // before build
  second.build({other});
  second.load_own_variables(store);
  EXPECT_EQ(second.iterations(), 3);
  first.apply_gradients({weight}, {Tensor{0.5, 1.}});
  second.apply_gradients({other}, {Tensor{0.5, 1.}});
  EXPECT_TRUE(near(weight, other, 0));
  EXPECT_EQ(store.at("0").item<int>(), 3);  // a copy: training goes on without it
}

TEST(Optimizer, LoadsAllOfItsStateOrNothing) {
  Variable weight{0., 0.};
  Adam optimizer;
  optimizer.build({weight});
  auto store = optimizer.save_own_variables();
  store["0"] = Tensor(7, DType::int64);
  store["3"] = Tensor{1., 2., 3.};
  EXPECT_THROW(optimizer.load_own_variables(store), ShapeError);
  store["3"] = Tensor({1, 2}, DType::int32);
  EXPECT_THROW(optimizer.load_own_variables(store), DTypeError);
  store.erase("3");
  store["two"] = Tensor{1., 2.};
  EXPECT_THROW(optimizer.load_own_variables(store), ValueError);
  EXPECT_EQ(optimizer.iterations(), 0);
}

TEST(Optimizer, RefusesOptionsOutOfTheirDomain) {
  EXPECT_THROW(SGD({.clipnorm = 1, .clipvalue = 1}), ValueError);
  EXPECT_THROW(SGD({.clipnorm = 0}), ValueError);
  EXPECT_THROW(SGD({.global_clipnorm = -1}), ValueError);
  EXPECT_THROW(SGD({.weight_decay = -0.1}), ValueError);
  EXPECT_THROW(SGD({.momentum = 1.5}), ValueError);
  EXPECT_THROW(RMSprop({.rho = -0.1}), ValueError);
  EXPECT_THROW(Adam({.beta_1 = 1}), ValueError);
  EXPECT_THROW(AdamW({.epsilon = -1}), ValueError);
  EXPECT_THROW(AdamW({.weight_decay = std::nullopt}), ValueError);
  EXPECT_THROW(SGD({.use_ema = true, .ema_momentum = 1.5}), ValueError);
  EXPECT_THROW(SGD({.use_ema = true, .ema_overwrite_frequency = 0}), ValueError);
  EXPECT_THROW(SGD({.loss_scale_factor = 0}), ValueError);
  EXPECT_THROW(SGD({.gradient_accumulation_steps = 1}), ValueError);
}

TEST(OptimizersGet, KnowsNamesInAnyCase) {
  EXPECT_EQ(get("adam")->label(), "Adam");
  EXPECT_EQ(get("AdamW")->label(), "AdamW");
  EXPECT_EQ(get("RMSprop")->name(), "rm_sprop");
  EXPECT_EQ(get("SGD")->learning_rate(), 0.01);
  try {
    get("adma");
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[optimizers] expected a known optimizer. Received: \"adma\". Did you mean "
                 "\"adam\"?");
  }
}

TEST(AnyOptimizer, TakesEveryForm) {
  const auto shared = std::make_shared<Heavy>();
  const AnyOptimizer by_name = "rmsprop";
  const AnyOptimizer object = Adam({.learning_rate = 0.5});
  const AnyOptimizer pointer = shared;
  EXPECT_EQ(by_name->label(), "RMSprop");
  EXPECT_EQ(object->learning_rate(), 0.5);
  EXPECT_EQ(pointer.pointer(), shared);
}

TEST(Optimizer, ThatWasMovedFromSaysSo) {
  Variable weight{1., 2.};
  Adam adam({.learning_rate = 0.5});
  adam.apply({Tensor{1., 1.}}, {weight});
  Adam heir = std::move(adam);
  EXPECT_EQ(heir.iterations(), 1);
  EXPECT_EQ(heir.slots(weight).size(), 2u);
  const std::vector<std::function<void()>> uses = {
      [&] {
        adam.apply({Tensor{1., 1.}}, {weight});
      },
      [&] { adam.build({weight}); },
      [&] { adam.learning_rate(); },
      [&] { adam.learning_rate(0.1); },
      [&] { adam.iterations(); },
      [&] { adam.variables(); },
      [&] { adam.slots(weight); },
      [&] { Adam(adam).iterations(); },
  };
  for (std::size_t i = 0; i < uses.size(); ++i) {
    try {
      uses[i]();
      FAIL() << "use " << i;
    } catch (const ValueError& error) {
      EXPECT_STREQ(error.what(), "[Adam] was moved: use the optimizer that it was moved to.");
    }
  }
  adam = std::move(heir);
  EXPECT_EQ(adam.iterations(), 1);
}

}  // namespace
}  // namespace beras::optimizers
