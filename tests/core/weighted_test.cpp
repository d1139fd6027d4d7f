#include <beras/core/weighted.h>

#include <gtest/gtest.h>

#include <beras/core/diffable.h>

namespace beras {
namespace {

struct Pair : Weighted {
  Variable gain = Tensor::ones({2});
  Variable mean = Tensor::zeros({2});
  Pair() { mean.trainable(false); }
  Tensors weights() const override { return {gain, mean}; }
};

Tensor zeros(const Shape& shape, DType dtype) { return Tensor::zeros(shape, dtype); }

struct Leaf : Diffable {
  Variable w = add_weight("w", {2}, zeros);
  Variable moving = add_weight("moving", {2}, zeros, {.trainable = false});
  Tensor call(const Tensor& x) const override { return x; }
};

struct Tree : Diffable {
  Leaf& left = add(Leaf());
  Leaf& right = add(Leaf());
  Variable own = add_weight("own", {1}, zeros);
  Tensor call(const Tensor& x) const override { return x; }
};

TEST(Weighted, ListsTrainableAndNonTrainable) {
  const Pair pair;
  ASSERT_EQ(pair.trainable_variables().size(), 1U);
  EXPECT_TRUE(pair.trainable_variables()[0].same_as(pair.gain));
  ASSERT_EQ(pair.non_trainable_variables().size(), 1U);
  EXPECT_TRUE(pair.non_trainable_variables()[0].same_as(pair.mean));
  EXPECT_TRUE(pair.trainable());
}

TEST(Weighted, WeightsDoNotShareWhatAnInitializerKeeps) {
  const Tensor kept = Tensor::ones({2});
  struct Twice : Diffable {
    Variable a, b;
    explicit Twice(const Initializer& initializer)
        : a(add_weight("a", {2}, initializer)), b(add_weight("b", {2}, initializer)) {}
    Tensor call(const Tensor& x) const override { return x; }
  };
  for (const Initializer& initializer :
       {Initializer([&](const Shape&, DType) { return kept; }),
        Initializer([&](const Shape&, DType) { return kept.reshape({2}); }),
        Initializer([&](const Shape&, DType) { return kept.detach(); })}) {
    Twice twice(initializer);
    twice.a.fill(5);
    EXPECT_EQ(twice.b.to_vector<float>(), (std::vector<float>{1, 1}));
    EXPECT_EQ(kept.to_vector<float>(), (std::vector<float>{1, 1}));
    EXPECT_TRUE(twice.a.trainable());
  }
}

TEST(Weighted, FreezingIsLossless) {
  Pair pair;
  pair.trainable(false);
  pair.trainable(false);
  EXPECT_FALSE(pair.trainable());
  EXPECT_FALSE(pair.gain.trainable());
  pair.trainable(true);
  EXPECT_TRUE(pair.gain.trainable());
  EXPECT_FALSE(pair.mean.trainable());
}

TEST(Weighted, OwnWeightsComeBeforeThoseOfSubLayers) {
  const Tree tree;
  const Tensors weights = tree.weights();
  ASSERT_EQ(weights.size(), 5U);
  EXPECT_TRUE(weights[0].same_as(tree.own));
  EXPECT_TRUE(weights[1].same_as(tree.left.w));
  EXPECT_TRUE(weights[4].same_as(tree.right.moving));
}

TEST(Weighted, ThawingATreeKeepsWhatWasFrozenBefore) {
  Tree tree;
  tree.left.trainable(false);
  tree.trainable(false);
  EXPECT_TRUE(tree.right.frozen());
  tree.trainable(true);
  EXPECT_FALSE(tree.left.w.trainable());
  EXPECT_TRUE(tree.left.frozen());
  EXPECT_TRUE(tree.right.w.trainable());
  EXPECT_TRUE(tree.own.trainable());
  EXPECT_FALSE(tree.right.moving.trainable());
  tree.trainable(
      true);  // now nothing is frozen by the tree itself: this thaws the rest, as in Keras
  EXPECT_TRUE(tree.left.w.trainable());
  EXPECT_FALSE(tree.left.moving.trainable());
}

TEST(Weighted, WeightsAddedWhileFrozenThawWithTheRest) {
  struct Late : Diffable {
    Variable w;
    void make() { w = add_weight("w", {1}, zeros); }
    Tensor call(const Tensor& x) const override { return x; }
  };
  Late late;
  late.trainable(false);
  late.make();
  EXPECT_FALSE(late.w.trainable());
  late.trainable(true);
  EXPECT_TRUE(late.w.trainable());
}

TEST(Weighted, SubLayersAddedWhileFrozenAreFrozenAndThawWithTheRest) {
  struct Late : Diffable {
    std::vector<Leaf*> leaves;
    void make(Leaf leaf) { leaves.push_back(&add(std::move(leaf))); }
    Tensor call(const Tensor& x) const override { return x; }
  };
  Late late;
  late.trainable(false);
  late.make(Leaf());
  Leaf frozen_before;
  frozen_before.trainable(false);
  late.make(frozen_before);
  EXPECT_FALSE(late.leaves[0]->w.trainable());
  late.trainable(true);
  EXPECT_TRUE(late.leaves[0]->w.trainable());
  EXPECT_FALSE(late.leaves[1]->w.trainable());
}

TEST(Weighted, CopiesShareWeightsAndFreezing) {
  Leaf leaf;
  Leaf copy = leaf;
  EXPECT_TRUE(copy.w.same_as(leaf.w));
  copy.trainable(false);
  EXPECT_TRUE(leaf.frozen());
  leaf.trainable(true);
  EXPECT_TRUE(copy.w.trainable());
}

}  // namespace
}  // namespace beras
