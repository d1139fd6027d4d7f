#include <beras/inspect/plot_model.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <beras/base/error.h>
#include <beras/layers/layers.h>
#include <beras/models/models.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>
#include <tests/models/temporary_path.h>

namespace beras {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// A diamond: two ways from the input, joined again.
Model diamond() {
  const Tensor x = layers::Input({4}, {.name = "x"});
  const Tensor left = layers::Dense(3, {.activation = "relu", .name = "left"})(x);
  const Tensor right = layers::Dense(3, {.name = "right"})(x);
  return Model(x, left + right, {.name = "diamond"});
}

TEST(PlotModel, WritesGraphvizsText) {
  const std::string text = model_to_dot(diamond(), {.show_layer_names = true});
  EXPECT_EQ(text.rfind("digraph \"diamond\" {\n  rankdir=TB;", 0), 0U) << text;
  EXPECT_EQ(count(text, "label="), 4U);
  EXPECT_EQ(count(text, " -> "), 4U);
  EXPECT_NE(text.find("n0 [label=\"x (InputLayer)\"]"), std::string::npos) << text;
  EXPECT_NE(text.find("n0 -> n1;"), std::string::npos);
}

TEST(PlotModel, TellsWhatItIsAskedFor) {
  const std::string text = model_to_dot(
      diamond(), {.show_shapes = true, .show_dtype = true, .show_layer_activations = true});
  EXPECT_NE(text.find("Dense\\nActivation: relu\\nOutput dtype: float32\\n"
                      "Input shape: (None, 4)\\nOutput shape: (None, 3)"),
            std::string::npos)
      << text;
}

TEST(PlotModel, DrawsBoxesThatDoNotMeet) {
  const std::string svg = model_to_svg(diamond());
  EXPECT_EQ(count(svg, "<rect"), 4U);
  EXPECT_EQ(count(svg, "marker-end"), 4U);
  std::set<std::pair<std::string, std::string>> places;
  for (std::size_t at = svg.find("<rect x="); at != std::string::npos;
       at = svg.find("<rect x=", at + 1)) {
    const std::size_t y = svg.find(" y=", at), width = svg.find(" width=", at);
    places.insert({svg.substr(at, y - at), svg.substr(y, width - y)});
  }
  EXPECT_EQ(places.size(), 4U);
}

TEST(PlotModel, EscapesNames) {
  const Tensor x = layers::Input({4}, {.name = "a<b>&\"c\""});
  const Model model(x, x * 2.0);
  EXPECT_NE(model_to_svg(model, {.show_layer_names = true}).find("a&lt;b&gt;&amp;&quot;c&quot;"),
            std::string::npos);
  EXPECT_NE(model_to_dot(model, {.show_layer_names = true}).find("a<b>&\\\"c\\\""),
            std::string::npos);
}

TEST(PlotModel, DrawsSequentialsAndOthers) {
  Sequential row{layers::Input({4}), layers::Dense(3), layers::ReLU()};
  EXPECT_EQ(count(model_to_svg(row), "marker-end"), 2U);
  struct Own : Model {
    layers::Dense& hidden = add(layers::Dense(3));
    Tensor call(const Tensor& x) const override { return hidden(x); }
  };
  EXPECT_EQ(count(model_to_svg(Own()), "<rect"), 1U);
}

TEST(PlotModel, DrawsModelsWithinModels) {
  const auto inner = std::make_shared<Model>(diamond());
  Sequential row{layers::Input({4})};
  row.append(inner);
  row.add(layers::Dense(2, {.name = "last"}));
  EXPECT_EQ(count(model_to_dot(row), "label="), 3U);
  const std::string text = model_to_dot(row, {.show_layer_names = true, .expand_nested = true});
  EXPECT_EQ(count(text, "label="), 7U) << text;
  const std::size_t frame = text.find("  subgraph cluster_0 {\n  label=\"diamond (Functional)\"");
  ASSERT_NE(frame, std::string::npos) << text;
  EXPECT_LT(frame, text.find("left (Dense)"));
  EXPECT_GT(text.find("last (Dense)"), text.find("  }\n"));
  EXPECT_EQ(count(text, " -> "), 6U);
  EXPECT_NE(text.find("n0 -> n1;"), std::string::npos) << text;
  EXPECT_NE(text.find("n4 -> n5;"), std::string::npos) << text;
  const std::string svg = model_to_svg(row, {.expand_nested = true});
  EXPECT_EQ(count(svg, "within Functional"), 4U);
  EXPECT_EQ(count(svg, "<rect"), 6U);
}

TEST(PlotModel, WritesFiles) {
  const std::string path = testing::temporary_path(".svg");
  plot_model(diamond(), path);
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text, model_to_svg(diamond()));
  EXPECT_THROW(plot_model(diamond(), "model.png"), ValueError);
  EXPECT_THROW(plot_model(diamond(), "/nowhere/model.svg"), FormatError);
  EXPECT_THROW(model_to_svg(diamond(), {.rankdir = "up"}), ValueError);
}

}  // namespace
}  // namespace beras
