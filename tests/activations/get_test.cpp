#include <beras/activations/activations.h>
#include <beras/base/error.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

namespace beras::activations {

/// x * sigmoid(beta * x)
class Swish : public Activation {
 public:
  explicit Swish(double beta) : beta_(beta) {}
  Tensor operator()(const Tensor& x) const override { return x * sigmoid(x * beta_); }
  double beta() const { return beta_; }

 private:
  double beta_;
};
template <std::same_as<Swish> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Swish", required<&Class::beta>("beta"));
}

namespace {

TEST(GetActivation, SuggestsTheNearestName) {
  try {
    get("sofmax");
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_NE(std::string(error.what()).find("\"softmax\""), std::string::npos) << error.what();
  }
}

TEST(GetActivation, KnowsAliases) {
  const Tensor x{-1.0, 2.0};
  EXPECT_EQ(get("swish")(x).to_vector<float>(), silu(x).to_vector<float>());
  EXPECT_EQ(get("hard_swish")(x).to_vector<float>(), hard_silu(x).to_vector<float>());
}

TEST(AnyActivation, IsMadeFromNamesAndFunctions) {
  const auto item = [](const AnyActivation& activation) {
    return activation(Tensor{-1.0}).item<float>();
  };
  EXPECT_EQ(item("relu"), 0);
  EXPECT_EQ(item(std::string("linear")), -1);
  EXPECT_FLOAT_EQ(item(leaky_relu), -0.2f);
  EXPECT_EQ(item(softsign), -0.5f);
  EXPECT_EQ(item([](const Tensor& x) { return x * 3; }), -3);
  const AnyActivation copy = AnyActivation("relu");
  EXPECT_EQ(item(copy), 0);
}

TEST(AnyActivation, RefusesEmptyFunctions) {
  const Function none;
  Tensor (*const null)(const Tensor&) = nullptr;
  EXPECT_THROW(AnyActivation{none}, ValueError);
  EXPECT_THROW(AnyActivation{null}, ValueError);
}

TEST(AnyActivation, AClassOfOnesOwnHasAConfiguration) {
  register_serializable<Swish>("my_package>Swish");
  const AnyActivation slow = Swish(0.5);
  const Config config = slow.serialized();
  EXPECT_EQ(to_string(config),
            "{\"module\": null, \"class_name\": \"Swish\", \"config\": {\"beta\": 0.5}, "
            "\"registered_name\": \"my_package>Swish\"}");
  const AnyActivation again = ConfigValue<AnyActivation>::read(config, {"Dense", "activation"});
  EXPECT_EQ(again(Tensor{2.0f}).to_vector<float>(), slow(Tensor{2.0f}).to_vector<float>());
  EXPECT_EQ(again.serialized(), config);
}

TEST(AnyActivation, RefusesConfigurationsOfUnknownClasses) {
  const Config config = serialized("keras.activations", "Wave", Config::Map{});
  EXPECT_THROW(ConfigValue<AnyActivation>::read(config, {"Dense", "activation"}), ValueError);
}

}  // namespace
}  // namespace beras::activations
