#include <beras/core/profiler.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/primitive.h>
#include <beras/core/roofline.h>
#include <beras/tensor/operators.h>
#include "tests/core/sample_layers.h"

namespace beras {
namespace {

using profiler::Event;
using profiler::Kind;
using profiler::Profile;
using profiler::Row;

void wait(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Takes its time, and gives its input or throws.
struct Slow : Primitive<Slow> {
  explicit Slow(bool throws = false) : failing(throws) {}
  Tensor call(const Tensor& x) const override {
    wait(5);
    if (failing) throw ValueError("Slow", "is tired.");
    return x.copy();
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    wait(3);
    return {J[0]};
  }
  double flops(const Arguments& arguments, const Tensors&) const override {
    return 100.0 * arguments[0].size();
  }
  double gradient_flops() const override { return 7.0 * inputs()[0].size() * wants_input(0); }

  bool failing;
};

/// Two slow ones in a row.
struct Twice : Diffable {
  explicit Twice(bool throws = false) : second(throws) {}
  Tensor call(const Tensor& x) const override { return second(first(x)); }
  std::string label() const override { return "a \"quoted\"\nlabel"; }

  Slow first, second;
};

Row row_of(const Profile& profile, const std::string& label, Kind kind = Kind::forward) {
  for (const Row& row : profile.rows()) {
    if (row.label == label && row.kind == kind) return row;
  }
  return {};
}

const std::string twice_label = Twice().label();

TEST(ProfilerTest, RecordsCallsAndGradientsWithShapesAndWork) {
  const Tensor x = Tensor::ones({2, 3});
  const Slow slow;
  slow(x);
  const Profile profile;
  GradientTape tape;
  const Tensor y = slow(x);
  tape.gradient(y, x);
  const std::vector<Event> events = profile.events();
  ASSERT_EQ(events.size(), 4U);  // copy, Slow, its gradient, the walk
  EXPECT_EQ(events[0].label, "copy");
  EXPECT_EQ(events[1].label, "Slow");
  EXPECT_EQ(events[1].kind, Kind::forward);
  EXPECT_EQ(events[1].inputs, "float32 (2, 3)");
  EXPECT_EQ(events[1].outputs, "float32 (2, 3)");
  EXPECT_EQ(events[1].flops, 600);
  EXPECT_EQ(events[1].bytes, 48);
  EXPECT_FALSE(events[1].failed);
  EXPECT_EQ(events[2].label, "Slow");
  EXPECT_EQ(events[2].kind, Kind::gradient);
  EXPECT_EQ(events[2].inputs, "float32 (2, 3), float32 (2, 3)");
  EXPECT_EQ(events[2].flops, 42);
  EXPECT_EQ(events[2].bytes, 24);  // of x: the upstream gradient is passed on as it is
  EXPECT_EQ(events[3].label, "GradientTape.gradient");
  EXPECT_EQ(events[3].kind, Kind::region);
}

TEST(ProfilerTest, CountsOperationsOfOperatorsThatNoTapeWatches) {
  const Tensor x = Tensor::ones({4, 5});
  const Profile profile;
  const Tensor y = (x + x).matmul(Tensor::ones({5, 2})).sum();
  EXPECT_EQ(row_of(profile, "add").flops, 20);
  EXPECT_EQ(row_of(profile, "matmul").flops, 2 * 4 * 5 * 2);
  EXPECT_EQ(row_of(profile, "sum").flops, 8);
}

TEST(ProfilerTest, ViewsMoveNoBytes) {
  const Tensor x = Tensor::ones({4, 5});
  const Profile profile;
  x.reshape({20});
  x.transpose();
  x.transpose().reshape({20});
  EXPECT_EQ(row_of(profile, "reshape").bytes, 2 * 80);  // of the second, which copies
  EXPECT_EQ(row_of(profile, "transpose").bytes, 0);
}

TEST(ProfilerTest, NestsAndGivesEachItsOwnTime) {
  const Profile profile;
  Twice()(Tensor::ones({10}));
  const Row twice = row_of(profile, twice_label), slow = row_of(profile, "Slow"),
            copy = row_of(profile, "copy");
  EXPECT_EQ(twice.calls, 1);
  EXPECT_EQ(slow.calls, 2);
  EXPECT_EQ(twice.flops, 2000);  // those inside
  EXPECT_GE(slow.own, 10'000'000);
  EXPECT_GE(twice.total, slow.total);
  EXPECT_GE(slow.total, slow.own + copy.total);
  EXPECT_LT(twice.own, slow.own);
  const std::int64_t own = twice.own + slow.own + copy.own;
  EXPECT_LE(own, twice.total);
  EXPECT_GE(static_cast<double>(own), 0.8 * static_cast<double>(twice.total));
  const std::vector<Event> events = profile.events();
  const Event& outer = events.back();
  for (const Event& event : events) {
    EXPECT_LE(event.own, event.duration);
    EXPECT_GE(event.start, outer.start);
    EXPECT_LE(event.start + event.duration, outer.start + outer.duration);
  }
}

TEST(ProfilerTest, StaysSoundWhenACallThrows) {
  const Tensor x = Tensor::ones({10});
  const Profile profile;
  EXPECT_THROW(Twice(true)(x), ValueError);
  Slow()(x);
  const std::vector<Event> events = profile.events();
  ASSERT_EQ(events.size(), 6U);
  const std::vector<bool> failed = {false, false, true, true, false, false};
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].failed, failed[i]) << i;
  EXPECT_EQ(events[3].label, twice_label);
  EXPECT_GE(events[5].start, events[3].start + events[3].duration);
  EXPECT_GE(events[5].own, 5'000'000);
}

TEST(ProfilerTest, RecordsOnlyWhatBeginsAndEndsWhileItLives) {
  const Tensor x = Tensor::ones({10});
  {
    const profiler::Region before("before");
    Profile outer;
    const profiler::Region open("open");
    x + x;
    {
      const Profile inner;
      x* x;
      EXPECT_EQ(inner.events().size(), 1U);
    }
    x - x;
    EXPECT_EQ(outer.events().size(), 3U);
    outer.stop();
    outer.stop();
    x / x;
    EXPECT_EQ(outer.events().size(), 3U);
    EXPECT_EQ(row_of(outer, "divide").calls, 0);
  }
  const Profile later;
  EXPECT_TRUE(later.events().empty());
}

TEST(ProfilerThreadTest, RecordsAllThreadsEachWithItsOwnNesting) {
  const Profile profile;
  const auto work = [] {
    const Tensor x = Tensor::ones({10});
    const Twice twice;
    for (int i = 0; i < 20; ++i) twice.first(x + x);
    twice(x);
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(row_of(profile, "add").calls, 40);
  EXPECT_EQ(row_of(profile, "Slow").calls, 44);
  EXPECT_EQ(row_of(profile, twice_label).calls, 2);
  std::map<int, std::int64_t> calls;
  for (const Event& event : profile.events()) {
    EXPECT_LE(event.own, event.duration);
    EXPECT_GE(event.own, 0);
    ++calls[event.thread];
  }
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls.begin()->second, calls.rbegin()->second);
}

TEST(ProfilerThreadTest, MayBeReadAndEndedWhileOthersCompute) {
  std::atomic<bool> done = false;
  std::thread other([&] {
    const Tensor x = Tensor::ones({10});
    while (!done) x + x;
  });
  for (int i = 0; i < 50; ++i) {
    Profile profile;
    profile.rows();
    profile.stop();
    const std::size_t count = profile.events().size();
    EXPECT_EQ(profile.events().size(), count);
  }
  done = true;
  other.join();
}

TEST(ProfilerTest, WritesATraceOfNothingThatParses) {
  const Profile profile;
  const auto path =
      std::filesystem::temp_directory_path() / ("nothing_" + std::to_string(getpid()) + ".json");
  profile.write_chrome_trace(path.string());
  std::ifstream file(path);
  EXPECT_TRUE(nlohmann::json::parse(file).at("traceEvents").empty());
  std::filesystem::remove(path);
}

TEST(ProfilerTest, WritesATraceThatParses) {
  const Profile profile;
  EXPECT_THROW(Twice(true)(Tensor::ones({10})), ValueError);
  const auto path =
      std::filesystem::temp_directory_path() / ("trace_" + std::to_string(getpid()) + ".json");
  profile.write_chrome_trace(path.string());
  std::ifstream file(path);
  const auto trace = nlohmann::json::parse(file);
  std::filesystem::remove(path);
  const auto& events = trace.at("traceEvents");
  ASSERT_EQ(events.size(), 5U);  // the thread's name, and copy, Slow, Slow, Twice
  EXPECT_EQ(events[0].at("ph"), "M");
  const auto& twice = events[4];
  EXPECT_EQ(twice.at("ph"), "X");
  EXPECT_EQ(twice.at("name"), twice_label);
  EXPECT_EQ(twice.at("cat"), "forward");
  EXPECT_EQ(twice.at("pid"), getpid());
  EXPECT_EQ(twice.at("tid"), events[0].at("tid"));
  EXPECT_EQ(twice.at("args").at("failed"), true);
  const auto& slow = events[2];
  EXPECT_EQ(slow.at("args").at("inputs"), "float32 (10,)");
  EXPECT_EQ(slow.at("args").at("outputs"), "float32 (10,)");
  EXPECT_EQ(slow.at("args").at("flops"), 1000);
  EXPECT_GE(slow.at("dur").get<double>(), 5000);
  EXPECT_GE(slow.at("ts").get<double>(), twice.at("ts").get<double>());
  EXPECT_THROW(profile.write_chrome_trace("/no/such/folder/trace.json"), FormatError);
}

TEST(ProfilerTest, TableSortsByOwnTimeBelowTheRoofline) {
  const Profile profile;
  {
    const profiler::Region region("my region");
    Twice()(Tensor::ones({10}));
  }
  const std::string table = profile.table();
  EXPECT_EQ(table.find("Roofline: "), 0U) << table;
  EXPECT_NE(table.find("GFLOP/s (float32), "), std::string::npos) << table;
  EXPECT_NE(table.find("my region"), std::string::npos) << table;
  EXPECT_LT(table.find("Slow"), table.find("copy")) << table;
  double before = 1e18;
  for (const Row& row : profile.rows()) {
    EXPECT_LE(static_cast<double>(row.own), before);
    before = static_cast<double>(row.own);
  }
}

TEST(ProfilerTest, RooflineIsTheSlowerOfComputingAndMoving) {
  const profiler::Roofline made{.flops_per_second = 100, .bytes_per_second = 10};
  EXPECT_EQ(made.seconds(200, 10), 2);
  EXPECT_EQ(made.seconds(200, 50), 5);
  const profiler::Roofline machine = profiler::roofline();
  EXPECT_GT(machine.flops_per_second, 1e8);
  EXPECT_GT(machine.bytes_per_second, 1e8);
  EXPECT_EQ(profiler::roofline().flops_per_second, machine.flops_per_second);
}

}  // namespace
}  // namespace beras
