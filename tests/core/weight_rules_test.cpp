#include <beras/core/weight_rules.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>
#include <tests/message_of.h>

namespace beras {
namespace {

Tensor halved(const Tensor& x) { return x * 0.5; }
Tensor summed(const Tensor& x) { return x.sum(); }

TEST(WeightRules, LieWithTheWeightAndNotWithWhatIsMadeOfIt) {
  const Variable weight{1.0f, 2.0f};
  EXPECT_EQ(weight.rules(), nullptr);
  set_rules(weight, {.regularizer = summed, .constraint = halved});
  const Variable same = weight;
  EXPECT_TRUE(same.rules()->regularizer);
  EXPECT_EQ(weight.copy().rules(), nullptr);
  EXPECT_EQ(weight.detach().rules(), nullptr);
  EXPECT_EQ((weight * 2).rules(), nullptr);
  set_rules(weight, {});
  EXPECT_EQ(same.rules(), nullptr);
}

TEST(WeightRules, StayWhereAWeightIsBoundToOtherMemory) {
  Variable weight{1.0f};
  set_rules(weight, {.constraint = halved});
  const Tensor before = weight.snapshot().name({});
  weight.rebind(Tensor{4.0f});
  EXPECT_TRUE(weight.rules());
  weight.rebind(before);
  EXPECT_TRUE(weight.rules());
}

TEST(WeightRules, ThoseThatAreLackingAreLaidDown) {
  const Variable weight{1.0f, 2.0f};
  complete_rules(weight, {});
  EXPECT_EQ(weight.rules(), nullptr);
  complete_rules(weight, {.regularizer = summed});
  complete_rules(weight, {.regularizer = halved, .constraint = halved});
  EXPECT_EQ(weight.rules()->regularizer(weight).item<float>(), 3);
  EXPECT_TRUE(weight.rules()->constraint);
}

TEST(WeightRules, AreLookedForOnlyWhereSomeWeightIsRegularized) {
  const bool before = any_weight_is_regularized();
  {
    const Variable weight{1.0f};
    set_rules(weight, {.constraint = halved});
    EXPECT_EQ(any_weight_is_regularized(), before);
    set_rules(weight, {.regularizer = summed});
    EXPECT_TRUE(any_weight_is_regularized());
  }
  EXPECT_EQ(any_weight_is_regularized(), before);
}

TEST(WeightRules, TrainableWeightsAddToTheLoss) {
  Variable a{1.0f, 2.0f}, b{3.0f};
  set_rules(a, {.regularizer = summed});
  set_rules(b, {.regularizer = [](const Tensor& x) { return (x * x).sum(); }});
  GradientTape tape;
  const Tensors losses = regularization_losses({a, Tensor{7.0f}, b});
  ASSERT_EQ(losses.size(), 2u);
  EXPECT_EQ(losses[0].item<float>(), 3);
  EXPECT_EQ(tape.gradient(losses[1], b).item<float>(), 6);
  a.trainable(false);
  EXPECT_EQ(regularization_losses({a, b}).size(), 1u);
}

TEST(WeightRules, AConstraintWritesOverTheWeight) {
  const Variable weight = Tensor{2.0f, 4.0f}.name("w");
  constrain(weight);
  set_rules(weight, {.constraint = halved});
  constrain(weight);
  EXPECT_EQ(weight.to_vector<float>(), (std::vector<float>{1, 2}));
  set_rules(weight, {.constraint = summed});
  EXPECT_EQ(message_of<ShapeError>([&] { constrain(weight); }),
            "[constraint] expected (2,) for weight \"w\". Received: shape ().");
  EXPECT_EQ(weight.to_vector<float>(), (std::vector<float>{1, 2}));
}

}  // namespace
}  // namespace beras
