#include <beras/models/sequential.h>

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include <beras/base/error.h>
#include <beras/layers/dense.h>
#include <beras/layers/flatten.h>
#include <beras/layers/input.h>

namespace beras {
namespace {

TEST(Sequential, IsARowOfLayers) {
  Sequential model(layers::Flatten(), layers::Dense(3, {.kernel_initializer = "ones"}));
  EXPECT_FALSE(model.built());
  const Tensor y = model(Tensor::ones({2, 2, 2}));
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>(6, 4)));
  EXPECT_TRUE(model.built());
  EXPECT_EQ(model.output_shape(), (Shape{-1, 3}));
}

TEST(Sequential, AnInputBuildsItAtOnce) {
  Sequential model;
  model.add(layers::Input({4}));
  model.add(layers::Dense(3));
  model.add(layers::Dense(2));
  EXPECT_EQ(model.weights().size(), 4U);
  EXPECT_EQ(model.output_shape(), (Shape{-1, 2}));
  model.pop();
  EXPECT_EQ(model.output_shape(), (Shape{-1, 3}));
}

TEST(Sequential, NestsAsALayer) {
  Sequential inner(layers::Dense(3), layers::Dense(2));
  Sequential outer(inner, layers::Dense(1));
  outer.build({-1, 5});
  EXPECT_EQ(outer.weights().size(), 6U);
  EXPECT_EQ(outer(Tensor::ones({7, 5})).shape(), (Shape{7, 1}));
}

TEST(Sequential, RefusesWhatDoesNotFit) {
  Sequential empty;
  EXPECT_THROW(empty.pop(), ValueError);
  EXPECT_THROW(empty.append(nullptr), ValueError);
  Sequential model(layers::Dense(3));
  model.build({-1, 4});
  EXPECT_THROW(model(Tensor::ones({2, 5})), ShapeError);
}

TEST(Sequential, SummaryIsKerassTable) {
  Sequential model({.name = "net"});
  model.add(layers::Input({784}));
  model.add(layers::Dense(128, {.name = "hidden"}));
  model.add(layers::Dense(10, {.name = "scores"}));
  EXPECT_EQ(model.summary(),
            "Model: \"net\"\n"
            "┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓\n"
            "┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃\n"
            "┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩\n"
            "│ hidden (Dense)                  │ (None, 128)            │       100,480 │\n"
            "├─────────────────────────────────┼────────────────────────┼───────────────┤\n"
            "│ scores (Dense)                  │ (None, 10)             │         1,290 │\n"
            "└─────────────────────────────────┴────────────────────────┴───────────────┘\n"
            " Total params: 101,770 (397.54 KB)\n"
            " Trainable params: 101,770 (397.54 KB)\n"
            " Non-trainable params: 0 (0.00 B)\n");
  EXPECT_THROW(Sequential(layers::Dense(1)).summary(), ValueError);
}

TEST(Sequential, CannotHoldItself) {
  Sequential model(layers::Dense(2));
  EXPECT_THROW(model.add(model), ValueError);
  model.build({-1, 3});
  EXPECT_THROW(model.add(model), ValueError);
  auto outer = std::make_shared<Sequential>();
  auto inner = std::make_shared<Sequential>();
  outer->append(inner);
  EXPECT_THROW(inner->append(outer), ValueError);
  EXPECT_THROW(outer->append(outer), ValueError);
  EXPECT_EQ(model.layers().size(), 1U);
  EXPECT_EQ(model.weights().size(), 2U);
  EXPECT_EQ(model(Tensor::ones({1, 3})).shape(), (Shape{1, 2}));
}

TEST(Sequential, NestsDeeplyButNotEndlessly) {
  auto model = std::make_shared<Sequential>();
  model->add(layers::Dense(2, {.kernel_initializer = "ones"}));
  EXPECT_THROW(
      {
        for (int i = 0; i < 10'000; ++i) {
          const auto outer = std::make_shared<Sequential>();
          outer->append(model);
          model = outer;
        }
      },
      ValueError);
  const Tensor x = Tensor::ones({4, 3});
  EXPECT_EQ((*model)(x).to_vector<float>(), std::vector<float>(8, 3));
  EXPECT_EQ(model->named_weights().size(), 2U);
  EXPECT_NE(model->summary().find("Total params: 8 "), std::string::npos);
  model->compile({.optimizer = "sgd", .loss = "mse"});
  EXPECT_EQ(model->fit(x, Tensor::zeros({4, 2}), {.verbose = 0}).epochs().size(), 1U);
  EXPECT_GT(model->plan(4).use().total(), 0U);
}

}  // namespace
}  // namespace beras
