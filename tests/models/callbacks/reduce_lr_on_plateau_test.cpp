#include <beras/models/callbacks/reduce_lr_on_plateau.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <tests/models/linear_model.h>

namespace beras::callbacks {
namespace {

/// The learning rates after epochs with these losses, from 1 on.
std::vector<double> rates(ReduceLROnPlateauOptions options) {
  Sequential model = linear_model(1);
  options.monitor = "loss";
  options.factor = 0.5;
  ReduceLROnPlateau reduce(options);
  reduce.attach(model, {});
  reduce.on_train_begin();
  std::vector<double> rates;
  for (const double loss : {5., 4., 4., 4., 4., 4., 3.99995, 3., 3., 3., 3., 3.}) {
    const double before = model.optimizer().learning_rate();
    Logs logs = {{"loss", loss}};
    reduce.on_epoch_end(static_cast<int>(rates.size()), logs);
    EXPECT_EQ(logs.at("learning_rate"), before);
    rates.push_back(model.optimizer().learning_rate());
  }
  return rates;
}

using Rates = std::vector<double>;

// The rates are Keras's.

TEST(ReduceLROnPlateau, LowersTheRateAfterPatienceRunsOut) {
  const Rates expected = {1, 1, 1, .5, .5, .25, .25, .25, .25, .125, .125, .0625};
  EXPECT_EQ(rates({.patience = 2}), expected);
  EXPECT_EQ(rates({.patience = 2, .min_delta = 0}), expected);
  EXPECT_EQ(rates({.patience = 3, .mode = "max"}),
            (Rates{1, 1, 1, .5, .5, .5, .25, .25, .25, .125, .125, .125}));
}

TEST(ReduceLROnPlateau, RestsAfterAReduction) {
  EXPECT_EQ(rates({.patience = 2, .cooldown = 2}),
            (Rates{1, 1, 1, .5, .5, .5, .25, .25, .25, .125, .125, .125}));
}

TEST(ReduceLROnPlateau, KeepsToTheLeastRate) {
  EXPECT_EQ(rates({.patience = 1, .min_lr = 0.2}),
            (Rates{1, 1, .5, .25, .2, .2, .2, .2, .2, .2, .2, .2}));
}

TEST(ReduceLROnPlateau, ReportsTheRateOfEachEpoch) {
  Sequential model = linear_model(0);
  model.optimizer().learning_rate(1e-9);  // too small to improve anything
  std::string text;
  const History history =
      model.fit(counting_samples(4), Tensor::zeros({4, 1}),
                {.epochs = 3,
                 .verbose = 0,
                 .callbacks = {ReduceLROnPlateau(
                     {.monitor = "loss", .factor = 0.5, .patience = 2, .verbose = 1})},
                 .output = {.write = [&](std::string_view piece) { text += piece; }}});
  EXPECT_EQ(history.at("learning_rate"), (Rates{1e-9, 1e-9, 1e-9}));
  EXPECT_EQ(text, "Epoch 3: reducing the learning rate to 5e-10.\n");
  EXPECT_EQ(model.optimizer().learning_rate(), 5e-10);
}

TEST(ReduceLROnPlateau, RefusesFactorsThatDoNotReduce) {
  EXPECT_THROW(ReduceLROnPlateau({.factor = 1}), ValueError);
  EXPECT_THROW(ReduceLROnPlateau({.factor = -0.1}), ValueError);
  EXPECT_THROW(ReduceLROnPlateau({.mode = "least"}), ValueError);
}

}  // namespace
}  // namespace beras::callbacks
