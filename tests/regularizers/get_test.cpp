#include <beras/regularizers/get.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include <beras/regularizers/l2.h>
#include <beras/tensor/operators.h>
#include <tests/message_of.h>

namespace beras::regularizers {

struct Times : Regularizer {
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
  EXPECT_FALSE(AnyRegularizer());
  EXPECT_FALSE(AnyRegularizer(nullptr));
  EXPECT_TRUE(AnyRegularizer().get_config().is_null());
  EXPECT_FALSE(static_cast<const WeightFunction&>(AnyRegularizer()));
  EXPECT_TRUE(AnyRegularizer("orthogonal_regularizer"));
  const AnyRegularizer object = Times(3);
  const WeightFunction function = object;
  EXPECT_EQ(function(Tensor{1.0f, 2.0f}).item<float>(), 9);
  const AnyRegularizer plain = [](const Tensor& x) { return x * 2; };
  EXPECT_TRUE(plain);
  EXPECT_THROW(plain.get_config(), ValueError);
  EXPECT_THROW(AnyRegularizer{WeightFunction()}, ValueError);
}

TEST(AnyRegularizer, IsDescribedAsKerasDoes) {
  const AnyRegularizer made = L2(0.5);
  EXPECT_EQ(
      to_string(made.get_config()),
      "{\"module\": \"keras.regularizers\", \"class_name\": \"L2\", \"config\": {\"l2\": 0.5}, "
      "\"registered_name\": null}");
  EXPECT_EQ(AnyRegularizer("orthogonal_regularizer").get_config(),
            registry().make("orthogonal_regularizer").get_config());
  const auto again = ConfigValue<AnyRegularizer>::read(made.get_config(), {"", ""});
  EXPECT_EQ(again.get_config(), made.get_config());
}

TEST(AnyRegularizer, AClassOfOnesOwnIsRegisteredInOneLine) {
  register_serializable<Times>("my_package>Times");
  const Config config = AnyRegularizer(Times(2.5)).get_config();
  EXPECT_EQ(*config.find("registered_name"), Config("my_package>Times"));
  const WeightFunction again = ConfigValue<AnyRegularizer>::read(config, {"", ""});
  EXPECT_EQ(again(Tensor{2.0f}).item<float>(), 5);
}

}  // namespace
}  // namespace beras::regularizers
