#include <beras/models/by_output.h>

#include <gtest/gtest.h>

#include <beras/losses/losses.h>
#include <beras/metrics/get.h>

namespace beras {
namespace {

using Metrics = ByOutput<metrics::AnyMetric>;

std::vector<std::string> names_of(const Metrics& metrics) {
  std::vector<std::string> names;
  for (const metrics::AnyMetric& metric : metrics.all()) names.push_back(metric->name());
  return names;
}

TEST(ByOutput, IsNothingUnlessGiven) {
  const ByOutput<double> nothing;
  EXPECT_FALSE(nothing);
  EXPECT_EQ(nothing.one(), nullptr);
  EXPECT_TRUE(nothing.all().empty());
  EXPECT_TRUE(ByOutput<double>(std::vector<double>()));
}

TEST(ByOutput, IsOneForAll) {
  const ByOutput<losses::AnyLoss> by_name = "mse", object = losses::MeanAbsoluteError();
  EXPECT_EQ((*by_name.one())->name(), "mse");
  EXPECT_EQ((*object.one())->name(), "mean_absolute_error");
  const ByOutput<double> weight = 2;
  EXPECT_EQ(*weight.one(), 2);
}

TEST(ByOutput, IsAListOrAMapInBraces) {
  const Metrics list = {"mae", "mse"};
  EXPECT_EQ(list.kind(), Structure::Kind::list);
  EXPECT_EQ(names_of(list), (std::vector<std::string>{"mae", "mse"}));
  const Metrics map = {{"price", "mae"}, {"sold", {"accuracy", "mse"}}};
  EXPECT_EQ(map.kind(), Structure::Kind::map);
  EXPECT_EQ(map.names(), (std::vector<std::string>{"price", "sold"}));
  EXPECT_EQ(map.items()[1].kind(), Structure::Kind::list);
  EXPECT_EQ(names_of(map), (std::vector<std::string>{"mae", "accuracy", "mse"}));
  const Metrics lists = Metrics::list({Metrics{"mae", "mse"}, Metrics(), "acc"});
  EXPECT_EQ(names_of(lists), (std::vector<std::string>{"mae", "mse", "acc"}));
  EXPECT_FALSE(lists.items()[1]);
  const ByOutput<losses::AnyLoss> some = {"mse", {}};
  EXPECT_FALSE(*some.items()[1].one());
}

}  // namespace
}  // namespace beras
