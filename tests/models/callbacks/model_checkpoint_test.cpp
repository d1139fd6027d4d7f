#include <beras/models/callbacks/model_checkpoint.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/data/npz.h>
#include <tests/models/linear_model.h>
#include <tests/models/temporary_path.h>

namespace beras::callbacks {
namespace {

class ModelCheckpointTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Runs through epochs with these losses, in which the weight is the loss.
  void run(ModelCheckpoint checkpoint, const std::vector<double>& losses) {
    checkpoint.attach(model_, {.output = {.write = [&](std::string_view text) { said_ += text; }}});
    checkpoint.on_train_begin();
    for (std::size_t epoch = 0; epoch < losses.size(); ++epoch) {
      model_.set_weights({Tensor::full({1, 1}, losses[epoch], float32)});
      checkpoint.on_epoch_begin(static_cast<int>(epoch));
      Logs logs = {{"loss", losses[epoch]}};
      checkpoint.on_epoch_end(static_cast<int>(epoch), logs);
    }
  }

  float saved(const std::string& name) const {
    return load_npz(folder_ + name).begin()->second.item<float>();
  }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    if (!std::filesystem::exists(folder_)) return names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  const std::string folder_ = beras::testing::temporary_path("/");
  Sequential model_ = linear_model();
  std::string said_;
};

using Files = std::vector<std::string>;

TEST_F(ModelCheckpointTest, SavesEachEpochUnderItsName) {
  run(ModelCheckpoint(folder_ + "{epoch:02d}-{loss:.2f}{{}}.npz", {.save_weights_only = true}),
      {0.5, 0.75});
  EXPECT_EQ(files(), (Files{"01-0.50{}.npz", "02-0.75{}.npz"}));
  EXPECT_EQ(saved("01-0.50{}.npz"), 0.5F);
  EXPECT_EQ(saved("02-0.75{}.npz"), 0.75F);
}

TEST_F(ModelCheckpointTest, SavesTheBestOnly) {
  run(ModelCheckpoint(
          folder_ + "best.npz",
          {.monitor = "loss", .verbose = 1, .save_best_only = true, .save_weights_only = true}),
      {0.5, 0.75, 0.25, 0.25});
  EXPECT_EQ(saved("best.npz"), 0.25F);
  EXPECT_EQ(said_, "Epoch 1: loss improved to 0.50000, saving to " + folder_ +
                       "best.npz\nEpoch 3: loss improved to 0.25000, saving to " + folder_ +
                       "best.npz\n");
}

TEST_F(ModelCheckpointTest, SavesOnlyWhatBeatsTheThreshold) {
  const ModelCheckpointOptions options = {.monitor = "loss",
                                          .save_best_only = true,
                                          .save_weights_only = true,
                                          .mode = "max",
                                          .initial_value_threshold = 0.6};
  run(ModelCheckpoint(folder_ + "{epoch}.npz", options), {0.5, 0.75, 0.7, 0.8});
  EXPECT_EQ(files(), (Files{"2.npz", "4.npz"}));
}

TEST_F(ModelCheckpointTest, SavesAfterSoManyBatchesOverEpochs) {
  model_.fit(counting_samples(3), Tensor::zeros({3, 1}),
             {.batch_size = 1,
              .epochs = 2,
              .verbose = 0,
              .callbacks = {ModelCheckpoint(folder_ + "{epoch}-{batch}.npz",
                                            {.save_weights_only = true, .save_freq = 2})}});
  EXPECT_EQ(files(), (Files{"1-2.npz", "2-1.npz", "2-3.npz"}));
}

TEST_F(ModelCheckpointTest, ItsFileGivesTheWeightsBack) {
  model_ = linear_model(0.01);
  const Tensor x = counting_samples(4);
  model_.fit(x, Tensor::zeros({4, 1}),
             {.verbose = 0,
              .callbacks = {ModelCheckpoint(folder_ + "best.npz",
                                            {.save_best_only = true, .save_weights_only = true})},
              .validation_split = 0.5});
  const float trained = model_.weights()[0].item<float>();
  model_.set_weights({Tensor::zeros({1, 1})});
  model_.load_weights(folder_ + "best.npz");
  EXPECT_EQ(model_.weights()[0].item<float>(), trained);
  EXPECT_NE(trained, 1);
}

TEST_F(ModelCheckpointTest, RefusesWhatItCannotDo) {
  const ModelCheckpointOptions weights = {.save_weights_only = true};
  EXPECT_THROW(ModelCheckpoint("best.npz", {.save_weights_only = false}), ValueError);
  EXPECT_THROW(ModelCheckpoint("best.npz", {.save_freq = "batch"}), ValueError);
  EXPECT_THROW(ModelCheckpoint("best.keras", weights), ValueError);
  EXPECT_THROW(ModelCheckpoint("best.npz", {.save_weights_only = true, .save_freq = 0}),
               ValueError);
  EXPECT_THROW(ModelCheckpoint("best.npz", {.save_weights_only = true, .mode = "best"}),
               ValueError);
  EXPECT_THROW(ModelCheckpoint("best.npz",
                               {.save_best_only = true, .save_weights_only = true, .save_freq = 5}),
               ValueError);
  for (const std::string path : {"{epoch:.2q}.npz", "{epoch.npz", "epoch}.npz"})
    EXPECT_THROW(run(ModelCheckpoint(folder_ + path, weights), {1}), ValueError) << path;
  try {
    run(ModelCheckpoint(folder_ + "{los:.2f}.npz", weights), {1});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[ModelCheckpoint] expected a known name in the path. Received: \"los\". Did you "
                 "mean \"loss\"?");
  }
  EXPECT_EQ(files(), Files());
}

}  // namespace
}  // namespace beras::callbacks
