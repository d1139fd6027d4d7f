#include <beras/layers/registry.h>

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include <beras/base/error.h>
#include <beras/layers/layers.h>
#include <beras/losses/get.h>
#include <beras/metrics/get.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include <tests/golden_config.h>
#include <tests/message_of.h>

namespace beras::layers {

struct Scale : Layer {
  explicit Scale(double by) : by_(by) {}
  Tensor call(const Tensor& x) const override { return x * by_; }
  double by() const { return by_; }

 private:
  double by_;
};

template <std::same_as<Scale> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Scale", required<&Class::by>("by"));
}

namespace {

/// The configuration of an object that is made from one.
Config made_and_asked(const std::string& family, const std::string& name, const Config& config) {
  const auto again = [&](const auto& registry) {
    return registry.make(name, config)->get_config();
  };
  if (family == "layers") return again(registry());
  if (family == "losses") return again(losses::registry());
  if (family == "metrics") return again(metrics::registry());
  if (family == "optimizers") return again(optimizers::registry());
  if (family == "schedules") return again(optimizers::schedules::registry());
  const auto described = [&](const auto& registry) {
    return *registry.make(name, config).serialized().find("config");
  };
  if (family == "regularizers") return described(regularizers::registry());
  if (family == "constraints") return described(constraints::registry());
  return described(initializers::registry());
}

TEST(Configurations, AreThoseOfKeras) {
  std::ifstream file(BERAS_GOLDEN_DIR "/configs.json");
  const auto cases = nlohmann::ordered_json::parse(file).at("cases");
  ASSERT_GT(cases.size(), 200u);
  for (const auto& each : cases) {
    const auto name = each.at("class_name").get<std::string>();
    const Config config = golden::config_from(each.at("config"));
    EXPECT_EQ(to_string(made_and_asked(each.at("family"), name, config)), to_string(config))
        << name;
  }
}

TEST(Registry, KnowsKerasNames) {
  for (const char* name : {"Conv2D", "conv2d", "Convolution2D"}) {
    EXPECT_EQ(registry().find(name).class_name, "Conv2D");
  }
  EXPECT_EQ(message_of<ValueError>([] { from_config("Dence"); }),
            "[layers] expected a known layer. Received: \"Dence\". Did you mean \"Dense\"?");
}

TEST(Registry, SaysWhatIsWrongWithAConfiguration) {
  const auto error_of = [](const Config& config) {
    return message_of<ValueError>([&] { registry().make("Dense", config); });
  };
  EXPECT_EQ(error_of(Config::Map{}), "[Dense] expected a value for units. Received: none.");
  EXPECT_EQ(error_of(Config::Map{{"units", "ten"}}),
            "[Dense] expected units as an integer. Received: \"ten\".");
  EXPECT_EQ(
      error_of(Config::Map{{"units", 10}, {"use_bais", true}}),
      "[Dense] expected a known argument. Received: \"use_bais\". Did you mean \"use_bias\"?");
  EXPECT_EQ(error_of(Config::Map{{"units", 10}, {"lora_rank", 2}}),
            "[Dense] expected lora_rank as null, as there is no other yet. Received: 2.");
}

TEST(Registry, ALayerWithinALayerIsDescribed) {
  const Dense dense(3, {.activation = LeakyReLU(0.25, {.name = "leaky"})});
  const Config config = dense.get_config();
  const Config* activation = config.find("activation");
  ASSERT_TRUE(activation && activation->find("class_name"));
  EXPECT_EQ(*activation->find("class_name"), Config("LeakyReLU"));
  EXPECT_EQ(*activation->find("config")->find("negative_slope"), Config(0.25));
}

TEST(Registry, AClassOfOnesOwnIsRegisteredInOneLine) {
  EXPECT_THROW(Scale(2).get_config(), ValueError);
  register_serializable<Scale>("my_package>Scale");
  const Scale scale(2.5);
  const Config described = serialize(scale);
  EXPECT_EQ(to_string(described),
            "{\"module\": null, \"class_name\": \"Scale\", \"config\": {\"name\": \"scale\", "
            "\"trainable\": true, \"dtype\": {\"module\": \"keras\", \"class_name\": "
            "\"DTypePolicy\", \"config\": {\"name\": \"float32\"}, \"registered_name\": null}, "
            "\"by\": 2.5}, \"registered_name\": \"my_package>Scale\"}");
  EXPECT_EQ((*from_config(described))(Tensor{2.0f, 4.0f}).to_vector<float>(),
            (std::vector<float>{5, 10}));
  Config frozen = described;
  frozen["config"]["name"] = "slow";
  frozen["config"]["trainable"] = false;
  const auto slow = from_config(frozen);
  EXPECT_EQ(slow->name(), "slow");
  EXPECT_TRUE(slow->frozen());
}

TEST(Registry, ALayerAsActivationComesBack) {
  Dense dense(3, {.activation = LeakyReLU(0.5), .kernel_initializer = "ones"});
  const auto again = from_config(serialize(dense));
  EXPECT_EQ(again->get_config(), dense.get_config());
  EXPECT_EQ((*again)(Tensor(std::vector<float>{-1, -1}, {1, 2})).to_vector<float>(),
            (std::vector<float>{-1, -1, -1}));
}

TEST(Registry, AFunctionHasNoConfiguration) {
  const Dense dense(3, {.activation = [](const Tensor& x) { return x * x; }});
  EXPECT_THROW(dense.get_config(), ValueError);
}

}  // namespace
}  // namespace beras::layers
