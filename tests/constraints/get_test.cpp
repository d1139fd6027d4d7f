#include <beras/constraints/get.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include <beras/constraints/max_norm.h>
#include <beras/tensor/operators.h>
#include <tests/message_of.h>

namespace beras::constraints {

struct Times : Constraint {
  explicit Times(double by) : by_(by) {}
  Tensor operator()(const Tensor& x) const override { return x.sum() * by_; }
  double by() const { return by_; }

 private:
  double by_;
};

template <std::same_as<Times> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Times", required<&Class::by>("by"));
}

namespace {

TEST(GetConstraint, KnowsKerasNames) {
  for (const char* name : {"MaxNorm", "max_norm", "MinMaxNorm", "min_max_norm", "NonNeg", "non_neg",
                           "UnitNorm", "unit_norm"}) {
    EXPECT_TRUE(get(name)) << name;
  }
  EXPECT_EQ(message_of<ValueError>([] { get("max_nrom"); }),
            "[constraints] expected a known constraint. Received: \"max_nrom\". Did you mean "
            "\"max_norm\"?");
}

TEST(AnyConstraint, IsMadeFromNamesObjectsFunctionsAndNothing) {
  EXPECT_FALSE(AnyConstraint());
  EXPECT_FALSE(AnyConstraint(nullptr));
  EXPECT_TRUE(AnyConstraint().get_config().is_null());
  EXPECT_FALSE(static_cast<const WeightFunction&>(AnyConstraint()));
  EXPECT_TRUE(AnyConstraint("max_norm"));
  const AnyConstraint object = Times(3);
  const WeightFunction function = object;
  EXPECT_EQ(function(Tensor{1.0f, 2.0f}).item<float>(), 9);
  const AnyConstraint plain = [](const Tensor& x) { return x * 2; };
  EXPECT_TRUE(plain);
  EXPECT_THROW(plain.get_config(), ValueError);
  EXPECT_THROW(AnyConstraint{WeightFunction()}, ValueError);
}

TEST(AnyConstraint, IsDescribedAsKerasDoes) {
  const AnyConstraint made = MaxNorm({.max_value = 3, .axis = {0, 1}});
  EXPECT_EQ(to_string(made.get_config()),
            "{\"module\": \"keras.constraints\", \"class_name\": \"MaxNorm\", \"config\": "
            "{\"max_value\": 3, \"axis\": [0, 1]}, "
            "\"registered_name\": null}");
  EXPECT_EQ(AnyConstraint("max_norm").get_config(), registry().make("max_norm").get_config());
  const auto again = ConfigValue<AnyConstraint>::read(made.get_config(), {"", ""});
  EXPECT_EQ(again.get_config(), made.get_config());
}

TEST(AnyConstraint, AClassOfOnesOwnIsRegisteredInOneLine) {
  register_serializable<Times>("my_package>Times");
  const Config config = AnyConstraint(Times(2.5)).get_config();
  EXPECT_EQ(*config.find("registered_name"), Config("my_package>Times"));
  const WeightFunction again = ConfigValue<AnyConstraint>::read(config, {"", ""});
  EXPECT_EQ(again(Tensor{2.0f}).item<float>(), 5);
}

}  // namespace
}  // namespace beras::constraints
