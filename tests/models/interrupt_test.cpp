// What Ctrl-C does to fit.
#include <gtest/gtest.h>

#include <csignal>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <beras/core/scopes.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

int noted = 0;
void note(int) { ++noted; }

void (*current_handler())(int) {
  struct sigaction now = {};
  sigaction(SIGINT, nullptr, &now);
  return now.sa_handler;
}

/// Sets a handler of SIGINT, and in the end the one there was.
class Handler {
 public:
  explicit Handler(void (*handler)(int)) : before_(std::signal(SIGINT, handler)) { noted = 0; }
  ~Handler() { std::signal(SIGINT, before_); }

 private:
  void (*before_)(int);
};

/// Presses Ctrl-C within a batch, and counts the batches.
struct PressAt : Callback {
  explicit PressAt(std::int64_t batch) : last(batch) {}
  std::int64_t last;
  int batches = 0;
  int ended = 0;
  void on_train_batch_begin(std::int64_t batch) override {
    if (batch == last) std::raise(SIGINT);
  }
  void on_train_batch_end(std::int64_t, const Logs&) override { ++batches; }
  void on_train_end(const Logs&) override { ++ended; }
};

const Tensor& zeros() {
  static const Tensor labels = Tensor::zeros({8, 1});
  return labels;
}

TEST(Interrupt, EndsFitAfterTheBatchIfItIsAskedTo) {
  const Handler handler(note);
  Sequential model = linear_model();
  const Tensor x = counting_samples(8);
  const auto press = std::make_shared<PressAt>(1);
  const History history = model.fit(x, zeros(),
                                    {.batch_size = 2,
                                     .epochs = 5,
                                     .verbose = 0,
                                     .callbacks = {press},
                                     .validation_data = Batch{x, zeros()},
                                     .stop_on_interrupt = true});
  EXPECT_EQ(press->batches, 2);
  EXPECT_EQ(press->ended, 1);
  EXPECT_EQ(history.epochs(), std::vector<int>{0});
  EXPECT_EQ(history.at("val_loss").size(), 1U);
  EXPECT_EQ(noted, 0);
  EXPECT_EQ(current_handler(), note);  // as before
  std::raise(SIGINT);
  EXPECT_EQ(noted, 1);
  // The next run is a new one.
  press->last = -1;
  model.fit(x, zeros(),
            {.epochs = 3, .verbose = 0, .callbacks = {press}, .stop_on_interrupt = true});
  EXPECT_EQ(press->batches, 2 + 3);
}

TEST(Interrupt, IsTheProgramsOwnMatterOtherwise) {
  const Handler handler(note);
  Sequential model = linear_model();
  const auto press = std::make_shared<PressAt>(1);
  model.fit(counting_samples(8), zeros(), {.batch_size = 2, .verbose = 0, .callbacks = {press}});
  EXPECT_EQ(press->batches, 4);
  EXPECT_EQ(noted, 1);
  EXPECT_EXIT(std::signal(SIGINT, SIG_DFL);
              model.fit(counting_samples(8), zeros(),
                        {.batch_size = 2, .verbose = 0, .callbacks = {press}}),
              ::testing::KilledBySignal(SIGINT), "");
}

TEST(Interrupt, IsIgnoredWhereTheProcessIgnoresIt) {
  const Handler handler(SIG_IGN);
  Sequential model = linear_model();
  const auto press = std::make_shared<PressAt>(1);
  model.fit(counting_samples(8), zeros(),
            {.batch_size = 2, .verbose = 0, .callbacks = {press}, .stop_on_interrupt = true});
  EXPECT_EQ(press->batches, 4);
  EXPECT_EQ(current_handler(), SIG_IGN);
}

TEST(Interrupt, TheHandlerComesBackAfterAnError) {
  struct Fail : Callback {
    void on_train_batch_begin(std::int64_t) override { throw std::runtime_error("enough"); }
  };
  const Handler handler(note);
  Sequential model = linear_model();
  EXPECT_THROW(model.fit(counting_samples(8), zeros(),
                         {.verbose = 0, .callbacks = {Fail()}, .stop_on_interrupt = true}),
               std::runtime_error);
  EXPECT_EQ(current_handler(), note);
}

TEST(Interrupt, AHandlerThatSomebodySetsMeanwhileStays) {
  struct Set : Callback {
    void on_train_batch_begin(std::int64_t) override { std::signal(SIGINT, SIG_IGN); }
  };
  const Handler handler(note);
  Sequential model = linear_model();
  model.fit(counting_samples(8), zeros(),
            {.verbose = 0, .callbacks = {Set()}, .stop_on_interrupt = true});
  EXPECT_EQ(current_handler(), SIG_IGN);
}

TEST(Interrupt, EndsTheFitsOfAllThreads) {
  const Handler handler(note);
  std::atomic<int> under_way = 0;
  struct Wait : Callback {
    explicit Wait(std::atomic<int>& count) : under_way(&count) {}
    std::atomic<int>* under_way;
    void on_train_begin() override { ++*under_way; }
  };
  std::vector<std::thread> threads;
  std::atomic<int> epochs = 0;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      Sequential model = linear_model();
      const History history = model.fit(counting_samples(8), zeros(),
                                        {.epochs = 1 << 30,
                                         .verbose = 0,
                                         .callbacks = {Wait(under_way)},
                                         .stop_on_interrupt = true});
      epochs += history.epochs().empty() ? 0 : 1;
    });
  }
  while (under_way < 3) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  std::raise(SIGINT);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(epochs, 3);
  EXPECT_EQ(current_handler(), note);
}

}  // namespace
}  // namespace beras
