// Writes in place while a tape records.
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/scopes.h>
#include <beras/ops/indexing.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

using Doubles = std::vector<double>;

Doubles values(const Tensor& tensor) { return tensor.to_vector<double>(); }

Tensor source() { return Tensor({2., 3., 4.}, DType::float64); }

Tensor buffer(const Shape& shape) {
  Tensor tensor = Tensor::zeros(shape, DType::float64);
  tensor.trainable(false);
  return tensor;
}

TEST(WriteLog, ALoopThatFillsABufferHasItsExactGradient) {
  const Tensor x = source();
  GradientTape tape;
  Tensor y = Tensor::zeros({3}, DType::float64);
  for (std::int64_t i = 0; i < 3; ++i) ops::set_item(y, {Index(i)}, x[Index(i)] * x[Index(i)]);
  EXPECT_EQ(values(y), (Doubles{4, 9, 16}));
  EXPECT_EQ(values(tape.gradient((y * y).sum(), x)), (Doubles{32, 108, 256}));
}

TEST(WriteLog, TheLastWriteCounts) {
  const Tensor x = source();
  GradientTape tape;
  Tensor y = Tensor::zeros({2}, DType::float64);
  ops::set_item(y, {0}, x[0] * 5);
  ops::set_item(y, {0}, x[1] * 7);
  ops::set_item(y, {1}, x[2] * 2);
  ops::set_item(y, {1}, Tensor(1., DType::float64));
  EXPECT_EQ(values(tape.gradient(y, x)), (Doubles{0, 7, 0}));
}

TEST(WriteLog, ARecurrenceReadsWhatItWrote) {
  const Tensor x = source();
  GradientTape tape;
  Tensor y = Tensor::zeros({3}, DType::float64);
  ops::set_item(y, {0}, x[0] * 1);
  for (std::int64_t i = 1; i < 3; ++i)
    ops::set_item(y, {Index(i)}, y[Index(i - 1)].copy() * x[Index(i)]);
  EXPECT_EQ(values(y), (Doubles{2, 6, 24}));
  EXPECT_EQ(values(tape.gradient(y[2], x)), (Doubles{12, 8, 6}));
}

TEST(WriteLog, ViewsOfEveryKindWriteAndRead) {
  const Tensor x({{1., 2.}, {3., 4.}}, DType::float64);
  const Doubles expected{2, 4, 6, 8};
  const std::vector<void (*)(const Tensor&, const Tensor&)> writes = {
      [](const Tensor& o, const Tensor& v) {
        for (std::int64_t i = 0; i < 2; ++i) o[Index(i)].assign(v[Index(i)]);
      },
      [](const Tensor& o, const Tensor& v) { o.T().assign(v.T()); },
      [](const Tensor& o, const Tensor& v) {
        o.reshape({2, 2}).T().assign(v.T());
      },
      [](const Tensor& o, const Tensor& v) { o.reshape({4}).assign(v.reshape({4})); },
      [](const Tensor& o, const Tensor& v) {
        for (std::int64_t i = 0; i < 2; ++i) o.T()[Index(i)].assign(v.T()[Index(i)]);
      },
      [](const Tensor& o, const Tensor& v) { Tensor(o).assign(v); },
  };
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const Tensor o = buffer({2, 2});
    const Tensor before = o.reshape({4});
    GradientTape tape({.persistent = true});
    writes[i](o, x * x);
    EXPECT_EQ(values(o), (Doubles{1, 4, 9, 16})) << i;
    EXPECT_EQ(values(tape.gradient(o.sum(), x)), expected) << i;
    EXPECT_EQ(values(tape.gradient(before, x)), expected) << i;
    EXPECT_EQ(values(tape.gradient(o.T() * 1., x)), expected) << i;
  }
}

TEST(WriteLog, WhatTheTapeComputedMayBeWrittenInto) {
  const Tensor a = source(), b = Tensor({5.}, DType::float64);
  {
    GradientTape tape;
    const Tensor o = a * 2;
    o[Slice{0, 1}].assign(b * 3);
    EXPECT_EQ(values(tape.gradient(o.sum(), b)), Doubles{3});
  }
  GradientTape tape;
  const Tensor o = a * 2;
  o[Slice{0, 1}].assign(b * 3);
  EXPECT_THROW(tape.gradient(o.sum(), a), TapeError);
}

TEST(WriteLog, AWeightDoesNotTakeInWhatIsComputed) {
  Variable weight{1., 2.};
  weight.name("kernel");
  const Variable other{3., 4.};
  GradientTape tape;
  const Tensor value = other * 2;
  const auto expect_refused = [&](auto write) {
    try {
      write();
      ADD_FAILURE() << "was written";
    } catch (const TapeError& error) {
      EXPECT_NE(std::string(error.what()).find("kernel"), std::string::npos) << error.what();
    }
    EXPECT_EQ(values(weight), (Doubles{1, 2}));
  };
  expect_refused([&] { weight[0].assign(value[0]); });
  expect_refused([&] { weight.T().assign(value); });
  expect_refused([&] { weight.reshape({2, 1})[1].assign(value[1]); });
  expect_refused([&] { ops::set_item(weight, {0}, value[0]); });
  weight.assign(value);  // whole: a new beginning
  EXPECT_EQ(values(weight), (Doubles{6, 8}));
  EXPECT_EQ(values(tape.gradient(weight * weight, weight)), (Doubles{12, 16}));
}

TEST(WriteLog, WritesThatTheTapeDidNotSeeAreErrors) {
  const Tensor x = source();
  GradientTape tape;
  Tensor y = Tensor::zeros({3}, DType::float64);
  ops::set_item(y, {0}, x[0] * 2);
  {
    const PauseRecording pause;
    y[0].fill(9);
  }
  const Tensor loss = y.sum();
  EXPECT_THROW(tape.gradient(loss, x), TapeError);
}

TEST(WriteLog, AddingALeafToABufferIsFollowed) {
  const Tensor x = source();
  GradientTape tape;
  Tensor total = Tensor::zeros({3}, DType::float64);
  total += x;
  total += x;
  EXPECT_EQ(values(tape.gradient(total, x)), (Doubles{2, 2, 2}));
}

TEST(WriteLog, SecondDerivativesPassThroughWrites) {
  const Tensor x = source();
  GradientTape outer;
  Tensor first;
  {
    GradientTape inner;
    Tensor y = Tensor::zeros({3}, DType::float64);
    for (std::int64_t i = 0; i < 3; ++i)
      ops::set_item(y, {Index(i)}, x[Index(i)] * x[Index(i)] * x[Index(i)]);
    first = inner.gradient(y.sum(), x);
  }
  EXPECT_EQ(values(first), (Doubles{12, 27, 48}));
  EXPECT_EQ(values(outer.gradient(first.sum(), x)), (Doubles{12, 18, 24}));
}

TEST(WriteLog, ASourceThatWasWrittenOverIsAnError) {
  const Tensor x = source();
  GradientTape tape;
  Tensor o = x * 2;
  ops::set_item(o, {0}, x[1] * 1);
  const Tensor loss = o.sum();
  EXPECT_THROW(tape.gradient(loss, o), TapeError);
}

}  // namespace
}  // namespace beras
