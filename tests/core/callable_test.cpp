#include <beras/core/callable.h>

#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/tensor/operators.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::values_of;

struct Doubler : Callable {
  Tensor call(const Tensor& x) const override { return 2 * x; }
};

struct Nothing : Callable {};

struct TellTraining : Callable {
  Tensors forward(const Arguments& arguments) const override {
    return {Tensor(arguments.training())};
  }
};

struct Outer : Callable {
  TellTraining inner;
  Tensor call(const Tensor& x) const override { return inner(x); }
};

struct Scaled : Callable {
  Tensors forward(const Arguments& arguments) const override {
    return {arguments["x"] * arguments["rate"]};
  }
};

TEST(Callable, CallingItIsCallingCall) {
  const Tensor x{1., 2.};
  EXPECT_EQ(values_of(Doubler()(x)), (std::vector<double>{2, 4}));
  EXPECT_EQ(values_of(Doubler().call(x)), (std::vector<double>{2, 4}));
}

TEST(Callable, WithoutCallOrForwardSaysSo) {
  try {
    Nothing()(Tensor{1.});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[Nothing] overrides neither call nor forward, so it cannot be called.");
  }
  EXPECT_THROW(Nothing().call(Tensor{1.}), ValueError);
}

TEST(Callable, TrainingTravelsWithTheCall) {
  const Tensor x{1.};
  EXPECT_FALSE(Outer()(x).item<bool>());
  EXPECT_TRUE(Outer()(x, {.training = true}).item<bool>());
  EXPECT_FALSE(Outer()(x).item<bool>());
}

TEST(Callable, ArgumentsByName) {
  const Tensors result = Scaled().apply({{"rate", Tensor(3.)}, {"x", Tensor{1., 2.}}});
  EXPECT_EQ(values_of(result[0]), (std::vector<double>{3, 6}));
  try {
    Scaled().apply({{"rte", Tensor(3.)}, {"x", Tensor{1.}}});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_NE(std::string(error.what()).find("Did you mean \"rte\"?"), std::string::npos)
        << error.what();
  }
}

TEST(Callable, ListsOfArgumentsAndNamesMustAgree) {
  const Arguments arguments({Tensor{1.0}, Tensor{2.0}}, {"a", "b"});
  EXPECT_EQ(arguments["b"].item<double>(), 2.0);
  EXPECT_THROW(Arguments(Tensors{Tensor{1.0}}, {"a", "b"}), ValueError);
  EXPECT_THROW(Arguments(Tensors{Tensor{1.0}, Tensor{2.0}}, {"a", "a"}), ValueError);
}

TEST(Callable, ForwardOfOneArgumentRefusesTwo) {
  EXPECT_THROW(Doubler()(Tensor{1.}, Tensor{2.}), ValueError);
}

TEST(Callable, LabelIsTheClassNameWithoutNamespaces) { EXPECT_EQ(Doubler().label(), "Doubler"); }

}  // namespace
}  // namespace beras
