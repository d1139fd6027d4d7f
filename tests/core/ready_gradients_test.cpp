#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/primitive.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

using Values = std::vector<float>;

/// What a hook was told, in order.
struct Told {
  std::vector<std::size_t> sources;
  Tensors gradients;

  auto hook() {
    return [this](std::size_t source, const Tensor& gradient) {
      sources.push_back(source);
      gradients.push_back(gradient);
    };
  }
};

TEST(ReadyGradients, AreToldOfFromTheLossBackwards) {
  const Variable a{2.f}, b{3.f}, c{5.f};
  GradientTape tape;
  const Tensor y = ops::exp(a * 0.f) * b;
  const Tensor loss = y * c;
  Told told;
  const Tensors gradients = tape.gradient(loss, {a, b, c}, {.on_ready = told.hook()});
  EXPECT_EQ(told.sources, (std::vector<std::size_t>{2, 1, 0}));
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_TRUE(told.gradients[i].same_as(gradients[told.sources[i]]));
  EXPECT_EQ(gradients[0].to_vector<float>(), Values{0});
  EXPECT_EQ(gradients[1].to_vector<float>(), Values{5});
  EXPECT_EQ(gradients[2].to_vector<float>(), Values{3});
}

TEST(ReadyGradients, AreToldOfBeforeTheWalkEnds) {
  const Variable first{2.f}, last{3.f};
  bool rule_has_run = false, was_ready_before = false;
  struct Watch : Primitive<Watch> {
    explicit Watch(bool& run) : has_run(&run) {}
    Tensor call(const Tensor& x) const override { return x.copy(); }
    Tensors compose_input_gradients(const Tensors& J) const override {
      *has_run = true;
      return {J[0]};
    }
    bool* has_run;
  };
  GradientTape tape;
  const Tensor loss = Watch(rule_has_run)(first) * last;
  tape.gradient(loss, Tensors{first, last}, {.on_ready = [&](std::size_t source, const Tensor&) {
                  if (source == 1) was_ready_before = !rule_has_run;
                }});
  EXPECT_TRUE(rule_has_run);
  EXPECT_TRUE(was_ready_before);
}

TEST(ReadyGradients, OfASharedTensorAreToldOfOnceAndWhole) {
  const Variable shared{2.f}, other{7.f};
  GradientTape tape;
  const Tensor loss = (shared * other) * shared + shared;
  Told told;
  tape.gradient(loss, Tensors{shared, other}, {.on_ready = told.hook()});
  ASSERT_EQ(told.sources, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(told.gradients[0].to_vector<float>(), Values{29});  // 2 * 2 * 7 + 1
  EXPECT_EQ(told.gradients[1].to_vector<float>(), Values{4});
}

TEST(ReadyGradients, OfOneTensorGivenTwiceAreToldOfForEach) {
  const Variable x{3.f};
  GradientTape tape;
  Told told;
  const Tensors gradients = tape.gradient(x * x, Tensors{x, x}, {.on_ready = told.hook()});
  EXPECT_EQ(told.sources, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(gradients[0].to_vector<float>(), Values{6});
  EXPECT_EQ(gradients[1].to_vector<float>(), Values{6});
  EXPECT_FALSE(gradients[0].shares_memory(gradients[1]));
}

TEST(ReadyGradients, ThatDoNotExistComeFirst) {
  const Variable used{3.f}, unused{4.f, 5.f};
  GradientTape tape({.persistent = true});
  const Tensor loss = used * 2;
  Told none, zeros;
  tape.gradient(loss, Tensors{used, unused}, {.on_ready = none.hook()});
  EXPECT_EQ(none.sources, (std::vector<std::size_t>{1, 0}));
  EXPECT_FALSE(none.gradients[0].defined());
  const Tensors gradients = tape.gradient(
      loss, {used, unused}, {.unconnected_gradients = "zero", .on_ready = zeros.hook()});
  EXPECT_EQ(zeros.gradients[0].to_vector<float>(), (Values{0, 0}));
  EXPECT_TRUE(zeros.gradients[0].same_as(gradients[1]));
}

TEST(ReadyGradients, OfWhatIsComputedAndOfTheTargetItself) {
  const Variable x{3.f};
  GradientTape tape;
  const Tensor middle = x * 2, loss = ops::square(middle);
  Told told;
  tape.gradient(loss, {x, middle, loss}, {.on_ready = told.hook()});
  EXPECT_EQ(told.sources, (std::vector<std::size_t>{2, 1, 0}));
  EXPECT_EQ(told.gradients[0].to_vector<float>(), Values{1});
  EXPECT_EQ(told.gradients[1].to_vector<float>(), Values{12});
  EXPECT_EQ(told.gradients[2].to_vector<float>(), Values{24});
}

TEST(ReadyGradients, MayBeWrittenOver) {
  const Variable a{3.f}, b{4.f};
  GradientTape tape;
  // The sum passes one gradient to both.
  const Tensor loss = a + b * 2;
  const Tensors gradients = tape.gradient(
      loss, Tensors{a, b},
      {.on_ready = [](std::size_t, const Tensor& gradient) { Tensor(gradient).fill(100); }});
  EXPECT_EQ(gradients[0].to_vector<float>(), Values{100});
  EXPECT_EQ(gradients[1].to_vector<float>(), Values{100});
  GradientTape again;
  const Tensor middle = a * 2;
  const Tensors both = again.gradient(middle * 3, Tensors{a, middle},
                                      {.on_ready = [](std::size_t source, const Tensor& gradient) {
                                        if (source == 1) Tensor(gradient).fill(100);
                                      }});
  EXPECT_EQ(both[0].to_vector<float>(), Values{6});  // not 200
}

TEST(ReadyGradients, LeaveTheTapeSoundWhereTheHookThrows) {
  const Variable a{3.f}, b{4.f};
  const auto fail = [](std::size_t, const Tensor&) { throw std::runtime_error("no network"); };
  GradientTape persistent({.persistent = true});
  const Tensor loss = a * b;
  EXPECT_THROW(persistent.gradient(loss, Tensors{a, b}, {.on_ready = fail}), std::runtime_error);
  EXPECT_EQ(persistent.gradient(loss, a).to_vector<float>(), Values{4});
  persistent.stop();

  GradientTape tape;
  const Tensor once = a * b;
  EXPECT_THROW(tape.gradient(once, Tensors{a, b}, {.on_ready = fail}), std::runtime_error);
  EXPECT_THROW(tape.gradient(once, a), TapeError);
  tape.reset();
  EXPECT_EQ(tape.gradient(a * b, b).to_vector<float>(), Values{3});
}

TEST(ReadyGradients, AreTheSameUnderAFurtherTape) {
  const Variable x{3.f};
  GradientTape outer;
  Told told;
  {
    GradientTape inner;
    const Tensor cube = x * x * x;
    inner.gradient(cube, Tensors{x}, {.on_ready = told.hook()});
  }
  EXPECT_EQ(told.gradients[0].to_vector<float>(), Values{27});
  EXPECT_EQ(outer.gradient(told.gradients[0], x).to_vector<float>(), Values{18});
}

}  // namespace
}  // namespace beras
