// What models are made of: shared parts, parts that come late or from elsewhere, copies.
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/core/gradient_tape.h>
#include <beras/data/npz.h>
#include <beras/layers/batch_normalization.h>
#include <beras/layers/dense.h>
#include <beras/layers/dropout.h>
#include <beras/layers/input_layer.h>
#include <beras/layers/relu.h>
#include <beras/models/sequential.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>

#include "tests/models/temporary_path.h"

namespace beras {
namespace {

const Tensor x{{1., 2., 3., 4.}, {0., 1., 0., 1.}};

std::vector<float> values(const Tensor& tensor) { return tensor.to_vector<float>(); }

/// Encoder and decoder are parts of it twice: by themselves, and of `both`.
struct Autoencoder : Model {
  Sequential& encoder = add(Sequential{layers::Dense(3, {.activation = "tanh"})});
  Sequential& decoder = add(Sequential{layers::Dense(4)});
  Sequential& both = add(Sequential{encoder, decoder});
  Tensor call(const Tensor& input) const override { return both(input); }
};

TEST(Structure, SharedPartsCountOnceAndTrain) {
  Autoencoder model;
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.1}), .loss = "mse"});
  model.build({-1, 4});
  EXPECT_EQ(model.weights().size(), 4U);
  EXPECT_EQ(model.named_weights().size(), 4U);
  EXPECT_EQ(model.count_params(), 15 + 16);
  EXPECT_EQ(model.encoder.count_params(), 15);
  EXPECT_NE(model.summary().find("Total params: 31 "), std::string::npos) << model.summary();
  EXPECT_EQ(model.summary().find("unbuilt"), std::string::npos) << model.summary();
  const double before = model.evaluate(x, x, {.verbose = 0}).at("loss");
  model.fit(x, x, {.epochs = 20, .verbose = 0});
  EXPECT_LT(model.evaluate(x, x, {.verbose = 0}).at("loss"), 0.5 * before);
  // The number of steps, and two moments of each weight.
  EXPECT_EQ(model.optimizer().variables().size(), 2U + 2 * 4);
  EXPECT_EQ(values(model.decoder(model.encoder(x))), values(model(x)));
}

TEST(Structure, SharedPartsFreezeAndThawAsTheyWere) {
  Autoencoder model;
  model(x);
  model.encoder.get_layer(0).trainable(false);
  model.trainable(false);
  EXPECT_TRUE(model.trainable_variables().empty());
  model.trainable(true);
  EXPECT_EQ(model.trainable_variables().size(), 2U);
  model.both.trainable(false);
  EXPECT_TRUE(model.trainable_variables().empty());
  model.both.trainable(true);
  EXPECT_EQ(model.trainable_variables().size(), 2U);
  model.encoder.get_layer(0).trainable(true);
  EXPECT_EQ(model.trainable_variables().size(), 4U);
}

TEST(Structure, SharedPartsGoToAFileAndBack) {
  const std::string path = testing::temporary_path(".npz");
  Autoencoder first, second;
  first(x);
  second.build({-1, 4});
  EXPECT_NE(values(first(x)), values(second(x)));
  first.save_weights(path);
  second.load_weights(path);
  EXPECT_EQ(values(first(x)), values(second(x)));
}

TEST(Structure, ALayerMayStandTwiceInASequential) {
  const layers::Dense dense(3, {.kernel_initializer = "ones"});
  Sequential model{layers::Input({3}), dense, layers::ReLU(), dense};
  EXPECT_EQ(model.weights().size(), 2U);
  EXPECT_EQ(model.count_params(), 12);
  EXPECT_EQ(values(model(Tensor{{1., 2., 3.}})), std::vector<float>(3, 18));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse"});
  const Tensor one = Tensor::ones({1, 3});
  // y = 9 for each; d loss / d kernel = 2/3 (9 - 1) (1 * 3 + 3 * 1) for each element.
  model.fit(one, one, {.verbose = 0});
  EXPECT_NEAR(model.weights()[0].to_vector<float>()[4], 1 - 0.1 * 16 / 3. * 6, 1e-4);
}

TEST(Structure, ALayerThatDoesNotFitASecondTimeIsRefused) {
  const layers::Dense dense(2);
  Sequential model{layers::Input({3}), dense};
  EXPECT_THROW(model.add(dense), ShapeError);
  EXPECT_EQ(model.layers().size(), 1U);
  EXPECT_EQ(model.output_shape(), (Shape{-1, 2}));
}

TEST(Structure, NamesAreUniqueInASequential) {
  Sequential model{layers::Dense(2, {.name = "a"})};
  EXPECT_THROW(model.add(layers::Dense(2, {.name = "a"})), ValueError);
  EXPECT_EQ(model.layers().size(), 1U);
  model.add(layers::Dense(2, {.name = "b"}));
  EXPECT_EQ(model.layers().size(), 2U);
}

TEST(Structure, WhatIsAddedAfterFitTrainsOnceItIsCompiled) {
  set_random_seed(1);
  Sequential model{layers::Dense(3)};
  const auto compile = [&] {
    model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.1}), .loss = "mse"});
  };
  compile();
  const Tensor y = Tensor::ones({2, 3});
  model.fit(x, y, {.verbose = 0});
  layers::Dense& late = model.add(layers::Dense(3));
  EXPECT_EQ(model.trainable_variables().size(), 4U);
  const std::vector<float> before = values(late.kernel());
  EXPECT_THROW(model.fit(x, y, {.verbose = 0}), ValueError);
  EXPECT_EQ(values(late.kernel()), before);
  compile();
  model.fit(x, y, {.verbose = 0});
  EXPECT_NE(values(late.kernel()), before);
  const layers::Dense popped = late;
  model.pop();
  EXPECT_EQ(model.trainable_variables().size(), 2U);
  const std::vector<float> kernel = values(model.weights()[0]), last = values(popped.kernel());
  EXPECT_THROW(model.fit(x, y, {.verbose = 0}), ValueError);
  compile();
  model.fit(x, y, {.verbose = 0});
  EXPECT_NE(values(model.weights()[0]), kernel);
  EXPECT_EQ(values(popped.kernel()), last);
}

struct Growing : Model {
  layers::Dense& first = add(layers::Dense(4));
  layers::Dense* second = nullptr;
  void grow() { second = &add(layers::Dense(4)); }
  Tensor call(const Tensor& input) const override {
    return second ? (*second)(first(input)) : first(input);
  }
};

TEST(Structure, WhatAModelAddsOrReplacesLaterTrainsOnceItIsCompiled) {
  Growing model;
  const auto compile = [&] {
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse"});
  };
  compile();
  model.fit(x, x, {.verbose = 0});
  model.grow();
  compile();
  model.fit(x, x, {.verbose = 0});
  EXPECT_EQ(model.trainable_variables().size(), 4U);
  model.first = layers::Dense(4, {.kernel_initializer = "zeros"});
  compile();
  model.fit(x, x, {.verbose = 0});
  EXPECT_TRUE(model.weights()[0].same_as(model.first.kernel()));
  EXPECT_NE(values(model.first.kernel()), std::vector<float>(16, 0));
}

/// Calls a layer that is not its own.
struct Borrowing : Model {
  layers::Dense& own = add(layers::Dense(2));
  mutable layers::Dense other{4};
  Tensor call(const Tensor& input) const override { return own(other(input)); }
};

/// Makes a layer in its call.
struct Making : Model {
  layers::Dense& own = add(layers::Dense(2));
  Tensor call(const Tensor& input) const override { return own(layers::Dense(4)(input)); }
};

template <typename Net>
std::string error_of_fit() {
  Net model;
  model.compile({.loss = "mse"});
  try {
    model.fit(x, Tensor::ones({2, 2}), {.verbose = 0});
  } catch (const ValueError& error) {
    return error.what();
  }
  return "none";
}

TEST(Structure, WhatNobodyWouldTrainIsRefusedUnderATape) {
  EXPECT_NE(error_of_fit<Borrowing>().find("[Borrowing] expected to call only layers of its own"),
            std::string::npos);
  EXPECT_NE(error_of_fit<Making>().find("[Making] expected to call only layers of its own"),
            std::string::npos);
  Borrowing model;
  EXPECT_EQ(model(x).shape(), (Shape{2, 2})) << "without a tape it may";
  model.other.trainable(false);
  GradientTape tape;
  EXPECT_EQ(model(x).shape(), (Shape{2, 2})) << "frozen it may";
}

/// Its inner layer calls what belongs to the outer one: known all the same.
struct Reaching : Model {
  struct Inner : layers::Layer {
    explicit Inner(const layers::Dense& borrowed) : dense(borrowed) {}
    layers::Dense dense;
    Tensor call(const Tensor& input) const override { return dense(input); }
  };
  layers::Dense& dense = add(layers::Dense(4));
  Inner& inner = add(Inner(dense));
  Sequential& row = add(Sequential{layers::Dense(4)});
  Tensor call(const Tensor& input) const override { return inner(input) + row.get_layer(0)(input); }
};

TEST(Structure, LayersOfLayersMayBeCalled) {
  Reaching model;
  model.compile({.loss = "mse"});
  model.fit(x, x, {.verbose = 0});
  EXPECT_EQ(model.trainable_variables().size(), 4U);
}

/// Holds layers in a layer: what `call` comes to.
struct Nested : Model {
  struct Block : layers::Layer {
    layers::Dense& dense = add(layers::Dense(3));
    layers::BatchNormalization& norm = add(layers::BatchNormalization());
    Tensor call(const Tensor& input) const override { return norm(dense(input)); }
  };
  Block& block = add(Block());
  layers::Dense& head = add(layers::Dense(2));
  Tensor call(const Tensor& input) const override { return head(block(input)); }
};

TEST(Structure, BuildLeavesNothingUnbuilt) {
  const std::string path = testing::temporary_path(".npz");
  Nested first, second;
  first(x);
  first.save_weights(path);
  second.build({-1, 4});
  EXPECT_EQ(second.weights().size(), 8U);
  second.load_weights(path);
  EXPECT_EQ(values(second(x)), values(first(x)));
  Nested wrong;
  EXPECT_THROW(wrong.build({-1}), ShapeError);
  EXPECT_FALSE(wrong.built());
  Sequential around{layers::Input({4}), Nested()};
  EXPECT_EQ(around.weights().size(), 8U);
}

TEST(Structure, ALastAxisOfOneMayLackOrBeTooMany) {
  const auto shape_for = [](const Shape& samples, const Shape& given) {
    Sequential model{layers::Input(samples), layers::ReLU()};
    return model.predict(Tensor::ones(given), {.verbose = 0}).shape();
  };
  EXPECT_EQ(shape_for({1}, {5}), (Shape{5, 1}));
  EXPECT_EQ(shape_for({3}, {5, 3, 1}), (Shape{5, 3}));
  EXPECT_EQ(shape_for({3, 1}, {5, 3}), (Shape{5, 3, 1}));
  EXPECT_EQ(shape_for({}, {5, 1}), (Shape{5}));
  EXPECT_EQ(shape_for({-1}, {5, 3, 1}), (Shape{5, 3}));
  EXPECT_EQ(shape_for({2, 1}, {5, 2, 1, 1}), (Shape{5, 2, 1}));
  EXPECT_THROW(shape_for({3}, {5, 3, 1, 1}), ShapeError);
  EXPECT_THROW(shape_for({3}, {5}), ShapeError);
  EXPECT_THROW(shape_for({-1}, {5}), ShapeError);
  Sequential model{layers::Input({1}), layers::Dense(1)};
  model.compile({.loss = "mse"});
  const Tensor samples{1., 2., 3.};
  model.fit(samples, samples.reshape({3, 1}), {.verbose = 0});
  EXPECT_EQ(model.predict(samples).shape(), (Shape{3, 1}));
}

TEST(Structure, AClonesLifeIsItsOwn) {
  const layers::Dense twice(4);
  Sequential model{twice, layers::BatchNormalization(), layers::Dropout(0.5, {.seed = 3}), twice,
                   Sequential{layers::Dense(2)}};
  model(x);
  model.get_layer(1).trainable(false);
  Sequential copy = model.clone();
  EXPECT_EQ(copy.name(), model.name());
  ASSERT_EQ(copy.weights().size(), 8U);
  EXPECT_EQ(copy.trainable_variables().size(), 4U);
  EXPECT_EQ(values(copy(x)), values(model(x)));
  EXPECT_EQ(values(copy(x, {.training = true})), values(model(x, {.training = true})));
  copy.compile({.loss = "mse"});
  EXPECT_FALSE(model.compiled());
  const std::vector<float> before = values(model(x));
  copy.fit(x, Tensor::ones({2, 2}), {.verbose = 0});
  EXPECT_EQ(values(model(x)), before);
  EXPECT_NE(values(copy(x)), before);
  copy.get_layer(1).trainable(true);
  EXPECT_TRUE(model.get_layer(1).frozen());
  EXPECT_EQ(copy.trainable_variables().size(), 6U);
}

TEST(Structure, AClonesPartsAreSharedAsTheOriginals) {
  const Sequential encoder{layers::Dense(3)};
  Sequential model{encoder, Sequential{layers::Dense(4), encoder}};
  Sequential unbuilt = model.clone();
  model(x);
  Sequential copy = model.clone();
  unbuilt(x);
  for (const Sequential& each : {model, copy, unbuilt}) EXPECT_EQ(each.weights().size(), 4U);
  EXPECT_FALSE(copy.weights()[0].same_as(model.weights()[0]));
  EXPECT_EQ(values(copy(x)), values(model(x)));
  EXPECT_NE(values(unbuilt(x)), values(model(x)));
}

TEST(Structure, ACloneTakesNoRandomNumbers) {
  Sequential model{layers::Input({4}), layers::Dense(3)};
  set_random_seed(5);
  const std::uint64_t next = SeedGenerator(SeedGenerator::global()).next();
  model.clone();
  EXPECT_EQ(SeedGenerator(SeedGenerator::global()).next(), next);
  EXPECT_FALSE(Sequential{layers::Dense(1)}.clone().built());
}

TEST(Structure, WhatCannotBeClonedSaysSo) {
  EXPECT_THROW(Sequential(layers::Input({4}), Nested()).clone(), ValueError);
  Sequential model;
  model.append(std::make_shared<Nested>());
  EXPECT_THROW(model.clone(), ValueError);
}

TEST(Structure, LayersThatCameAsPointersAreClonedByTheirConfigurations) {
  Sequential model;
  model.append(std::make_shared<layers::Dense>(2, layers::DenseOptions{.activation = "relu"}));
  model(x);
  Sequential copy = model.clone();
  EXPECT_EQ(values(copy(x)), values(model(x)));
  EXPECT_EQ(copy.get_layer(0).name(), model.get_layer(0).name());
  EXPECT_FALSE(copy.weights()[0].same_as(model.weights()[0]));
}

TEST(Structure, FilesMayHaveWhatIsSharedAtEachOfItsPlaces) {
  const std::string path = testing::temporary_path(".npz");
  Autoencoder model;
  model.build({-1, 4});
  std::map<std::string, Tensor> arrays;
  for (const auto& [name, weight] : model.named_weights()) arrays.emplace(name, weight.copy() + 1);
  // As such files were written once: `both` holds the encoder and the decoder again.
  for (const auto& [name, array] : std::map(arrays)) arrays.emplace("sequential_2/" + name, array);
  const Tensor kernel = arrays.at("sequential/dense/kernel");
  save_npz(path, arrays);
  model.load_weights(path);
  EXPECT_EQ(values(model.encoder.weights()[0]), values(kernel));

  arrays.at("sequential_2/sequential/dense/kernel") = kernel + 1;
  save_npz(path, arrays);
  EXPECT_THROW(model.load_weights(path), FormatError);
  arrays.at("sequential_2/sequential/dense/kernel") = kernel;
  arrays.emplace("sequential_3/kernel", kernel);
  save_npz(path, arrays);
  EXPECT_THROW(model.load_weights(path), FormatError);
  EXPECT_EQ(values(model.encoder.weights()[0]), values(kernel));
  std::remove(path.c_str());
}

}  // namespace
}  // namespace beras
