#include <beras/models/sequential.h>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/layers/dense.h>
#include <beras/layers/flatten.h>
#include <beras/layers/input_layer.h>
#include <beras/optimizers/adam.h>

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

TEST(Sequential, IsCompiledAnewAfterLayersHaveComeOrGone) {
  const Tensor x = Tensor::ones({4, 3}), y = Tensor::ones({4, 1});
  const auto fitted = [&] {
    Sequential model(layers::Dense(2), layers::Dense(1));
    model.compile({.optimizer = "sgd", .loss = "mse"});
    model.fit(x, y, {.verbose = 0});
    return model;
  };
  Sequential more = fitted();
  more.add(layers::Dense(1));
  try {
    more.fit(x, y, {.verbose = 0});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[Sequential] expected the 4 weights of its first step. Received: 6. Call compile "
                 "again after adding or removing layers.");
  }
  EXPECT_THROW(more.train_on_batch(x, y), ValueError);
  more.compile({.optimizer = "sgd", .loss = "mse"});
  more.fit(x, y, {.verbose = 0});
  more.layers()[0]->trainable(false);
  more.fit(x, y, {.verbose = 0});

  Sequential less = fitted();
  less.pop();
  EXPECT_THROW(less.fit(x, Tensor::ones({4, 2}), {.verbose = 0}), ValueError);
  less.add(layers::Dense(1));
  EXPECT_THROW(less.fit(x, y, {.verbose = 0}), ValueError);  // as many, but others

  Sequential in_time(layers::Dense(2));
  in_time.compile({.optimizer = "sgd", .loss = "mse"});
  in_time.build({-1, 3});
  in_time.add(layers::Dense(1));
  in_time.fit(x, y, {.verbose = 0});
}

TEST(Sequential, ThatWasMovedFromSaysSo) {
  const Tensor x = Tensor::ones({4, 3}), y = Tensor::ones({4, 1});
  Sequential model(layers::Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  Sequential heir = std::move(model);
  heir.fit(x, y, {.verbose = 0});
  for (const std::function<void()>& use : std::vector<std::function<void()>>{
           [&] { model(x); },
           [&] { model.fit(x, y, {.verbose = 0}); },
           [&] { model.evaluate(x, y, {.verbose = 0}); },
           [&] { model.compile({.optimizer = "sgd", .loss = "mse"}); },
           [&] { model.predict(x, {.verbose = 0}); },
       }) {
    try {
      use();
      FAIL();
    } catch (const ValueError& error) {
      EXPECT_STREQ(error.what(), "[Sequential] was moved: call the layer that it was moved to.");
    }
  }
  optimizers::Adam adam;
  const optimizers::Adam keeper = std::move(adam);
  EXPECT_THROW(heir.compile({.optimizer = adam, .loss = "mse"}), ValueError);
}

}  // namespace
}  // namespace beras
