#include <beras/regularizers/get.h>

#include <gtest/gtest.h>

#include <beras/regularizers/l2.h>
#include <tests/message_of.h>
#include <tests/regularizers/option_of_rule.h>

namespace beras::regularizers {

struct Times : testing::Times<Regularizer> {
  using testing::Times<Regularizer>::Times;
};

template <std::same_as<Times> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Times", required<&Class::by>("by"));
}

namespace {

TEST(GetRegularizer, KnowsKerasNames) {
  for (const char* name : {"l1", "L1", "l2", "L2", "L1L2", "l1l2", "l1_l2", "OrthogonalRegularizer",
                           "orthogonal_regularizer"}) {
    EXPECT_TRUE(get(name)) << name;
  }
  EXPECT_EQ(message_of<ValueError>([] { get("orthogonal_regularizr"); }),
            "[regularizers] expected a known regularizer. Received: \"orthogonal_regularizr\". Did "
            "you mean "
            "\"orthogonal_regularizer\"?");
}

TEST(AnyRegularizer, IsMadeFromNamesObjectsFunctionsAndNothing) {
  testing::expect_every_form<AnyRegularizer, Regularizer>("orthogonal_regularizer");
}

TEST(AnyRegularizer, IsDescribedAsKerasDoes) {
  testing::expect_described<AnyRegularizer>(
      L2(0.5),
      "{\"module\": \"keras.regularizers\", \"class_name\": \"L2\", \"config\": {\"l2\": 0.5}, "
      "\"registered_name\": null}");
  EXPECT_EQ(AnyRegularizer("orthogonal_regularizer").serialized(),
            registry().make("orthogonal_regularizer").serialized());
}

TEST(AnyRegularizer, AClassOfOnesOwnIsRegisteredInOneLine) {
  testing::expect_registered_in_one_line<AnyRegularizer, Times>("my_package>Times");
}

}  // namespace
}  // namespace beras::regularizers
