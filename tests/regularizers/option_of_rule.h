// What the options that take a regularizer or a constraint have in common.
#pragma once

#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/any_weight_rule.h>
#include <beras/tensor/operators.h>

namespace beras::testing {

/// A rule of a user's: `by` times the sum.
template <typename Base>
struct Times : Base {
  explicit Times(double by) : by_(by) {}
  Tensor operator()(const Tensor& x) const override { return x.sum() * by_; }
  double by() const { return by_; }

 private:
  double by_;
};

template <typename Any, typename Base>
void expect_every_form(const char* name) {
  EXPECT_FALSE(Any());
  EXPECT_FALSE(Any(nullptr));
  EXPECT_TRUE(Any().serialized().is_null());
  EXPECT_FALSE(static_cast<const WeightFunction&>(Any()));
  EXPECT_TRUE(Any(name));
  const Any object = Times<Base>(3);
  const WeightFunction function = object;
  EXPECT_EQ(function(Tensor{1.0f, 2.0f}).template item<float>(), 9);
  const Any plain = [](const Tensor& x) { return x * 2; };
  EXPECT_TRUE(plain);
  EXPECT_THROW(plain.serialized(), ValueError);
  EXPECT_THROW(Any{WeightFunction()}, ValueError);
}

/// `made` stands so in configurations, and comes back from there.
template <typename Any>
void expect_described(const Any& made, const char* described) {
  EXPECT_EQ(to_string(made.serialized()), described);
  EXPECT_EQ(ConfigValue<Any>::read(made.serialized(), {"", ""}).serialized(), made.serialized());
}

template <typename Any, typename Own>
void expect_registered_in_one_line(const char* name) {
  register_serializable<Own>(name);
  const Config config = Any(Own(2.5)).serialized();
  EXPECT_EQ(*config.find("registered_name"), Config(name));
  const WeightFunction again = ConfigValue<Any>::read(config, {"", ""});
  EXPECT_EQ(again(Tensor{2.0f}).template item<float>(), 5);
}

}  // namespace beras::testing
