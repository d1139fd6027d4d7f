#include <beras/layers/layers.h>
#include <beras/models/sequential.h>
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <tests/message_of.h>

namespace beras {
namespace {

Sequential nested_network() {
  return Sequential{
      layers::Dense(3, {.activation = "relu", .name = "hidden"}),
      Sequential{layers::Dropout(0.5, {.name = "drop"}), layers::Dense(2, {.name = "inner"})},
      layers::Dense(1, {.name = "out"})};
}

std::vector<std::string> names_in(const Config& config) {
  std::vector<std::string> names;
  for (const Config& layer : *config.find("layers")->get_if<Config::List>())
    names.push_back(*layer.find("class_name")->get_if<std::string>());
  return names;
}

TEST(SequentialConfig, DescribesItsLayers) {
  const Config config = nested_network().get_config();
  EXPECT_EQ(names_in(config), (std::vector<std::string>{"Dense", "Sequential", "Dense"}));
  EXPECT_EQ(config.find("build_input_shape"), nullptr);
}

TEST(SequentialConfig, OfABuiltModelBeginsWithItsInput) {
  Sequential model = nested_network();
  model.build({-1, 4});
  const Config config = model.get_config();
  EXPECT_EQ(names_in(config),
            (std::vector<std::string>{"InputLayer", "Dense", "Sequential", "Dense"}));
  EXPECT_EQ(to_string(*config.find("build_input_shape")), "[null, 4]");
  const Config& dense = config.find("layers")->get_if<Config::List>()->at(1);
  EXPECT_EQ(to_string(*dense.find("build_config")), "{\"input_shape\": [null, 4]}");
}

TEST(SequentialConfig, KeepsTheInputThatItWasGiven) {
  Sequential model(layers::Input({4}, {.name = "mine"}), layers::Dense(2));
  const Config config = model.get_config();
  const Config& first = config.find("layers")->get_if<Config::List>()->at(0);
  EXPECT_EQ(*first.find("config")->find("name"), Config("mine"));
  EXPECT_EQ(layers::registry().make("Sequential", config)->get_config(), config);
}

TEST(SequentialConfig, GivesTheModelBack) {
  Sequential model = nested_network();
  model.build({-1, 4});
  model.layers()[0]->trainable(false);
  const Config described = model.serialized();
  const auto again = layers::from_config(described);
  EXPECT_TRUE(again->built());
  EXPECT_EQ(again->serialized(), described);
  again->set_weights(model.get_weights());
  const Tensor x(std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7}, {2, 4});
  EXPECT_EQ((*again)(x).to_vector<float>(), model(x).to_vector<float>());
  EXPECT_EQ(again->trainable_variables().size(), model.trainable_variables().size());
}

TEST(SequentialConfig, RefusesWhatItDoesNotKnow) {
  const auto error_of = [](const Config& config) {
    return message_of<ValueError>([&] { layers::registry().make("Sequential", config); });
  };
  EXPECT_EQ(error_of(Config::Map{{"layers", 3}}),
            "[Sequential] expected layers as a list of layers. Received: 3.");
  EXPECT_NE(error_of(Config::Map{{"layer", 3}}).find("layer"), std::string::npos);
}

}  // namespace
}  // namespace beras
