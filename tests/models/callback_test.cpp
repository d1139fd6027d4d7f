#include <beras/models/callback.h>
#include <gtest/gtest.h>

#include <string>

#include <tests/models/linear_model.h>

namespace beras {
namespace {

struct Old : Callback {
  std::string seen;
  void on_batch_begin(std::int64_t batch) override {
    seen += "begin " + std::to_string(batch) + " ";
  }
  void on_batch_end(std::int64_t batch, const Logs& logs) override {
    seen += "end " + std::to_string(batch) + " of " + logs.begin()->first + " ";
  }
};

struct Both : Old {
  void on_train_batch_begin(std::int64_t) override { seen += "new "; }
};

template <typename Class>
std::string seen_by() {
  const auto callback = std::make_shared<Class>();
  linear_model().fit(counting_samples(2), Tensor::zeros({2, 1}),
                     {.batch_size = 1, .verbose = 0, .callbacks = {callback}});
  return callback->seen;
}

TEST(Callback, IsCalledByTheOlderNamesOfBatchesToo) {
  EXPECT_EQ(seen_by<Old>(), "begin 0 end 0 of loss begin 1 end 1 of loss ");
  EXPECT_EQ(seen_by<Both>(), "new end 0 of loss new end 1 of loss ");
}

}  // namespace
}  // namespace beras
