#include <gtest/gtest.h>

#include <memory>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

/// A layer of layers, whose adding the tests may ask for.
struct Box : Diffable {
  using Diffable::add;
  using Diffable::add_child;
  Tensor call(const Tensor& x) const override {
    Tensor y = x * 1;
    for (const auto& child : children()) y = (*child)(y);
    return y;
  }
};

template <typename Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const ValueError& error) {
    return error.what();
  }
  return "none";
}

const std::string circle =
    "[Box] expected a layer that does not hold this one. Received: this one, or one that holds it. "
    "A layer cannot be part of itself.";

TEST(Nesting, ALayerCannotBePartOfItself) {
  const auto box = std::make_shared<Box>();
  EXPECT_EQ(error_of([&] { box->add_child(box); }), circle);
  EXPECT_EQ(error_of([&] { box->add(*box); }), circle);  // a copy is the same layer
  EXPECT_TRUE(box->children().empty());
  EXPECT_EQ(box->weights().size(), 0U);
}

TEST(Nesting, NorOfWhatItHolds) {
  const auto outer = std::make_shared<Box>();
  const auto middle = std::make_shared<Box>();
  const auto inner = std::make_shared<Box>();
  outer->add_child(middle);
  middle->add_child(inner);
  EXPECT_EQ(error_of([&] { inner->add_child(outer); }), circle);
  EXPECT_EQ(error_of([&] { inner->add(*middle); }), circle);
  EXPECT_TRUE(inner->children().empty());
  const Tensor x{2.F, 3.F};
  EXPECT_EQ((*outer)(x).to_vector<float>(), x.to_vector<float>());
}

TEST(Nesting, SharedLayersAreNoCircle) {
  const auto shared = std::make_shared<Box>();
  Box outer;
  Box& left = outer.add(Box());
  Box& right = outer.add(Box());
  left.add_child(shared);
  right.add_child(shared);
  outer.add_child(shared);
  outer.add_child(shared);
  EXPECT_EQ(outer.children().size(), 4U);
}

TEST(Nesting, HasABoundFromTheInsideOut) {
  auto box = std::make_shared<Box>();
  const auto wrap = [&] {
    for (int i = 0; i < 10'000; ++i) {
      const auto outer = std::make_shared<Box>();
      outer->add_child(box);
      box = outer;
    }
  };
  EXPECT_EQ(error_of(wrap), "[Box] expected layers nested at most 500 deep. Received: 501 levels.");
  GradientTape tape;
  const Tensor x{2.F, 3.F};
  const Tensor y = (*box)(x);
  EXPECT_EQ(y.to_vector<float>(), x.to_vector<float>());
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), (std::vector<float>{1, 1}));
  EXPECT_TRUE(box->weights().empty());
  box->trainable(false);
  box->trainable(true);
}

TEST(Nesting, AndFromTheOutsideIn) {
  Box top;
  Box* place = &top;
  const auto go_down = [&] {
    for (int i = 0; i < 10'000; ++i) place = &place->add(Box());
  };
  EXPECT_EQ(error_of(go_down),
            "[Box] expected layers nested at most 500 deep. Received: 501 levels.");
  EXPECT_EQ(top(Tensor{2.F}).to_vector<float>(), (std::vector<float>{2}));
}

TEST(Nesting, CountsTheLongestWayThroughBothHalves) {
  const auto chain = [](int levels) {
    std::vector<std::shared_ptr<Box>> boxes = {std::make_shared<Box>()};
    while (std::ssize(boxes) < levels) {
      boxes.push_back(std::make_shared<Box>());
      boxes[boxes.size() - 2]->add_child(boxes.back());
    }
    return boxes;
  };
  const auto upper = chain(300);
  const auto lower = chain(300);
  EXPECT_EQ(error_of([&] { upper.back()->add_child(lower.front()); }),
            "[Box] expected layers nested at most 500 deep. Received: 600 levels.");
  upper[100]->add_child(lower.front());  // 101 + 300
  EXPECT_EQ(upper[100]->children().size(), 2U);
}

TEST(Nesting, AManyfoldSharedLatticeIsCountedInNoTime) {
  auto box = std::make_shared<Box>();
  for (int i = 0; i < 100; ++i) {  // 2^100 ways down
    const auto outer = std::make_shared<Box>();
    outer->add_child(box);
    outer->add_child(box);
    box = outer;
  }
  EXPECT_EQ(box->children().size(), 2U);
}

}  // namespace
}  // namespace beras
