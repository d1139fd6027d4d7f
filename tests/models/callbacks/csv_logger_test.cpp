#include <beras/models/callbacks/csv_logger.h>

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include <beras/base/error.h>
#include <tests/models/linear_model.h>
#include <tests/models/temporary_path.h>

namespace beras::callbacks {
namespace {

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// A run of two epochs of which the second is validated.
void log(CSVLogger logger) {
  logger.on_train_begin();
  Logs logs = {{"loss", 0.5}, {"accuracy", 0.75}};
  logger.on_epoch_end(0, logs);
  logs = {{"loss", 0.25}, {"accuracy", 0.1}, {"val_loss", 1e-7}, {"val_accuracy", 3e20}};
  logger.on_epoch_end(1, logs);
  logger.on_train_end(logs);
}

class CSVLoggerTest : public ::testing::Test {
 protected:
  void TearDown() override { std::remove(path_.c_str()); }

  const std::string path_ = beras::testing::temporary_path(".csv");
  // What Keras writes.
  const std::string header_ = "epoch,accuracy,loss,val_accuracy,val_loss\r\n";
  const std::string rows_ = "0,0.75,0.5,NA,NA\r\n1,0.1,0.25,3e+20,1e-07\r\n";
};

TEST_F(CSVLoggerTest, WritesARowForEachEpoch) {
  log(CSVLogger(path_));
  EXPECT_EQ(text_of(path_), header_ + rows_);
  log(CSVLogger(path_));
  EXPECT_EQ(text_of(path_), header_ + rows_);
}

TEST_F(CSVLoggerTest, AppendsWithOneHeader) {
  log(CSVLogger(path_, {.append = true}));
  log(CSVLogger(path_, {.append = true}));
  EXPECT_EQ(text_of(path_), header_ + rows_ + rows_);
}

TEST_F(CSVLoggerTest, TakesAnotherSeparator) {
  log(CSVLogger(path_, {.separator = ';'}));
  EXPECT_EQ(text_of(path_).find("epoch;accuracy;loss"), 0U);
}

TEST_F(CSVLoggerTest, FollowsFit) {
  Sequential model = linear_model();
  model.fit(counting_samples(2), Tensor::zeros({2, 1}),
            {.epochs = 2, .verbose = 0, .callbacks = {CSVLogger(path_)}});
  EXPECT_EQ(text_of(path_), "epoch,loss,val_loss\r\n0,2.5,NA\r\n1,2.5,NA\r\n");
}

TEST_F(CSVLoggerTest, RefusesAPlaceThatCannotBeWritten) {
  CSVLogger logger(::testing::TempDir() + "no/such/folder/log.csv");
  EXPECT_THROW(logger.on_train_begin(), FormatError);
}

}  // namespace
}  // namespace beras::callbacks
