#include <beras/base/error.h>
#include <beras/models/logs.h>
#include <beras/tensor/device.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace beras {
namespace {

TEST(Logs, AreNumbersByName) {
  Logs logs = {{"loss", 0.5}, {"accuracy", 1}};
  logs["rate"] = 0.25;
  EXPECT_EQ(logs.size(), 3U);
  EXPECT_EQ(logs.at("accuracy"), 1);
  EXPECT_EQ(logs.find("rate")->second, 0.25);
  EXPECT_FALSE(logs.contains("mae"));
  std::vector<std::string> names;
  for (const auto& [name, value] : logs) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"accuracy", "loss", "rate"}));
  const std::map<std::string, double>& as_map = logs;
  EXPECT_EQ(as_map.at("loss"), 0.5);
  EXPECT_THROW(logs.at("mae"), std::out_of_range);
}

TEST(Logs, TakeTensorsAsTheyAreThen) {
  Tensor loss(0.5);
  Logs logs = {{"loss", loss}, {"recall", Tensor{0.25, 0.75}}};
  loss.assign(Tensor(8.0));
  const Logs copy = logs;
  logs.insert_or_assign("loss", Tensor(2.0));
  EXPECT_EQ(copy.at("loss"), 0.5);
  EXPECT_EQ(copy.at("recall"), 0.5);
  EXPECT_EQ(logs.at("loss"), 2);
  logs.insert_or_assign("loss", 3.0);
  logs.insert_or_assign("recall", Tensor(1.0));
  const Logs moved = std::move(logs);
  EXPECT_EQ(moved, (Logs{{"loss", 3.0}, {"recall", 1.0}}));
}

TEST(Logs, ReadTensorsWhenSomebodyLooks) {
  const DeviceScope scope(Device::meta);
  Logs logs = {{"loss", Tensor(0.5)}};
  EXPECT_THROW(logs.at("loss"), ValueError);
  EXPECT_THROW(logs.size(), ValueError);
}

TEST(Logs, RefuseWhatIsNoValue) {
  Logs logs = {{"loss", 0.5}};
  EXPECT_THROW(logs.insert_or_assign("mae", Tensor()), ValueError);
  EXPECT_THROW(logs.insert_or_assign("mae", Tensor::zeros({0})), ValueError);
  EXPECT_EQ(logs, (Logs{{"loss", 0.5}}));
}

TEST(Logs, AreReadByThreadsAtOnce) {
  const Logs logs = {{"loss", Tensor(0.5)}, {"mae", Tensor(0.25)}};
  std::vector<double> sums(4);
  std::vector<std::thread> threads;
  for (double& sum : sums)
    threads.emplace_back([&logs, &sum] { sum = logs.at("loss") + Logs(logs).at("mae"); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sums, std::vector<double>(4, 0.75));
}

}  // namespace
}  // namespace beras
