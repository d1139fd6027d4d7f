#include <beras/constraints/get.h>

#include <gtest/gtest.h>

#include <beras/constraints/max_norm.h>
#include <tests/message_of.h>
#include <tests/regularizers/option_of_rule.h>

namespace beras::constraints {

struct Times : testing::Times<Constraint> {
  using testing::Times<Constraint>::Times;
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
  testing::expect_every_form<AnyConstraint, Constraint>("max_norm");
}

TEST(AnyConstraint, IsDescribedAsKerasDoes) {
  testing::expect_described<AnyConstraint>(
      MaxNorm({.max_value = 3, .axis = {0, 1}}),
      "{\"module\": \"keras.constraints\", \"class_name\": \"MaxNorm\", \"config\": "
      "{\"max_value\": 3, \"axis\": [0, 1]}, \"registered_name\": null}");
  EXPECT_EQ(AnyConstraint("max_norm").serialized(), registry().make("max_norm").serialized());
}

TEST(AnyConstraint, AClassOfOnesOwnIsRegisteredInOneLine) {
  testing::expect_registered_in_one_line<AnyConstraint, Times>("my_package>Times");
}

}  // namespace
}  // namespace beras::constraints
