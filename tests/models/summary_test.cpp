#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/layers/layers.h>
#include <beras/models/models.h>

namespace beras {
namespace {

/// A functional model, frozen in part, within a Sequential.
Sequential nested() {
  const Tensor x = layers::Input({4}, {.name = "x"});
  const auto inner = std::make_shared<Model>(
      x, layers::Dropout(0.5, {.name = "drop"})(layers::Dense(3, {.name = "a"})(x)),
      layers::LayerOptions{.name = "inner"});
  Sequential row({.name = "row"});
  row.add(layers::Input({4}));
  row.append(inner);
  row.add(layers::Dense(2, {.name = "last"}));
  inner->get_layer("a").trainable(false);
  return row;
}

// As Keras prints it on a line of 60 characters.
TEST(Summary, ShowsModelsWithinModelsAndWhatIsTrained) {
  EXPECT_EQ(nested().summary({.line_length = 60, .expand_nested = true, .show_trainable = true}),
            "Model: \"row\"\n"
            "┏━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━┓\n"
            "┃ Layer (type)          ┃ Output Shape     ┃ Param # ┃ Tr… ┃\n"
            "┡━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━┩\n"
            "│ inner (Functional)    │ (None, 3)        │      15 │  Y  │\n"
            "├───────────────────────┼──────────────────┼─────────┼─────┤\n"
            "│    └ x (InputLayer)   │ (None, 4)        │       0 │  -  │\n"
            "├───────────────────────┼──────────────────┼─────────┼─────┤\n"
            "│    └ a (Dense)        │ (None, 3)        │      15 │  N  │\n"
            "├───────────────────────┼──────────────────┼─────────┼─────┤\n"
            "│    └ drop (Dropout)   │ (None, 3)        │       0 │  -  │\n"
            "├───────────────────────┼──────────────────┼─────────┼─────┤\n"
            "│ last (Dense)          │ (None, 2)        │       8 │  Y  │\n"
            "└───────────────────────┴──────────────────┴─────────┴─────┘\n"
            " Total params: 23 (92.00 B)\n"
            " Trainable params: 8 (32.00 B)\n"
            " Non-trainable params: 15 (60.00 B)\n");
}

TEST(Summary, ShowsTheLayersOfARange) {
  const Sequential row = nested();
  EXPECT_EQ(row.summary({.layer_range = {{"la", "inn.*"}}}), row.summary());
  const std::string last = row.summary({.layer_range = {{"last", "last"}}});
  EXPECT_EQ(last.find("inner"), std::string::npos);
  EXPECT_NE(last.find("Total params: 23 "), std::string::npos);
  EXPECT_THROW(row.summary({.layer_range = {{"nobody", "last"}}}), ValueError);
  EXPECT_THROW(row.summary({.layer_range = {{"(", "last"}}}), ValueError);
}

TEST(Summary, RefusesWhatFitsNoTable) {
  const Sequential row = nested();
  EXPECT_THROW(row.summary({.line_length = 8}), ValueError);
  EXPECT_THROW(row.summary({.line_length = 1000000}), ValueError);
  EXPECT_THROW(row.summary({.positions = {0.5, 1}}), ValueError);
  EXPECT_THROW(row.summary({.positions = {0.9, 0.5, 1}}), ValueError);
  // In characters, and as parts of the line.
  EXPECT_EQ(row.summary({.positions = {40, 70, 88}}),
            row.summary({.line_length = 88, .positions = {40.5 / 88, 70.5 / 88, 1}}));
}

TEST(Summary, ShowsAllOutputsOfAModelWithin) {
  struct Own : Model {
    explicit Own(Model two) : inner(add(std::move(two))) {}
    Model& inner;
    Tensor call(const Tensor& x) const override { return inner.apply_to(x).flatten()[0]; }
  };
  const Tensor x = layers::Input({4});
  Own own(Model(x, {layers::Dense(3)(x), layers::Dense(2)(x)}));
  own(Tensor::ones({1, 4}));
  EXPECT_NE(own.summary().find("[(None, 3),"), std::string::npos) << own.summary();
}

}  // namespace
}  // namespace beras
