#include <beras/layers/layer.h>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/initializers/constant.h>
#include <beras/ops/matmul.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/message_of.h>

#include <atomic>

namespace beras::layers {
namespace {

/// y = x * gain, with a gain for each feature.
struct FeatureGain : Layer {
  using Layer::Layer;
  Variable gain;
  mutable std::atomic<int> builds = 0;

  FeatureGain(const FeatureGain& other) : Layer(other), gain(other.gain) {}
  void create_weights(const Shape& input_shape) override {
    ++builds;
    gain = add_weight("gain", {input_shape.back()}, initializers::Constant(2), {.dtype = dtype()});
  }
  Tensor call(const Tensor& x) const override { return x * gain; }
};

struct Halver : Layer {
  using Layer::Layer;
  Tensor call(const Tensor& x) const override { return x[{ellipsis, Slice{.step = 2}}]; }
};

/// a (batch, n) and b (batch, m), whose lengths are those of one weight.
struct Bilinear : Layer {
  Variable form;

  Bilinear() { supports_masking(true); }
  std::vector<std::string> argument_names() const override { return {"a", "b", "mask"}; }
  void create_weights_for(const std::vector<Shape>& shapes) override {
    form = add_weight("form", {shapes.at(0).back(), shapes.at(1).back()}, initializers::Constant(1),
                      {.dtype = dtype()});
  }
  void check_input_shapes(const std::vector<Shape>& shapes) const override {
    if (shapes.size() != 2) throw ShapeError(label(), "two", std::to_string(shapes.size()));
  }
  Tensors forward(const Arguments& arguments) const override {
    return {(ops::matmul(arguments[0], form) * arguments[1]).sum(-1)};
  }
};

struct HTTPServerX2 : Layer {};

TEST(Layer, IsBuiltForTheShapesOfAllItsInputs) {
  Bilinear called;
  const Tensor a{{1., 2.}}, b{{1., 2., 3.}};
  EXPECT_EQ(called(a, b, Tensor{true}).to_vector<float>(), std::vector<float>{18});
  EXPECT_EQ(called.input_shapes(), (std::vector<Shape>{{-1, 2}, {-1, 3}}));
  Bilinear built;
  built.build({{4, 2}, {4, 3}});
  EXPECT_EQ(built.count_params(), 6);
  EXPECT_EQ(built.input_shapes(), called.input_shapes());
  const Bilinear copy = built;
  EXPECT_EQ(copy.input_shapes(), called.input_shapes());
  Bilinear wrong;
  EXPECT_THROW(wrong.build({4, 2}), ShapeError);
  EXPECT_THROW(wrong.build(std::vector<Shape>()), ValueError);
  EXPECT_FALSE(wrong.built());
}

TEST(Layer, BuildsItselfOnceAtItsFirstCall) {
  FeatureGain layer;
  EXPECT_FALSE(layer.built());
  EXPECT_TRUE(layer.weights().empty());
  EXPECT_EQ(layer(Tensor{{1., 2., 3.}}).to_vector<float>(), (std::vector<float>{2, 4, 6}));
  layer(Tensor{{1., 2., 3.}});
  layer.build({4, 3});
  EXPECT_EQ(layer.builds, 1);
  EXPECT_EQ(to_string(layer.input_shape()), "(-1, 3)");
  EXPECT_EQ(layer.count_params(), 3);
}

TEST(Layer, CopiesOfOneThatIsBuiltAreBuilt) {
  FeatureGain first;
  FeatureGain second = first, third = first;
  EXPECT_FALSE(third.built());
  second.build({-1, 3});
  EXPECT_TRUE(third.built());
  EXPECT_EQ(third.count_params(), 3);
  EXPECT_TRUE(third.gain.same_as(second.gain));
  FeatureGain fourth = first;
  fourth.build({-1, 3});
  EXPECT_EQ(fourth.weights().size(), 1U);
  EXPECT_TRUE(fourth.gain.same_as(second.gain));
  EXPECT_EQ(first.weights().size(), 1U);
}

TEST(Layer, MakesItsWeightsOutsideTapes) {
  FeatureGain layer;
  GradientTape tape;
  const Tensor y = layer(Tensor{{1., 2.}}).sum();
  EXPECT_EQ(tape.gradient(y, layer.gain).to_vector<float>(), (std::vector<float>{1, 2}));
}

TEST(Layer, MakesWeightsOfItsDtype) {
  FeatureGain layer({.dtype = DType::float64});
  layer.build({-1, 2});
  EXPECT_EQ(layer.gain.dtype(), DType::float64);
}

TEST(Layer, AsksToBeBuiltFirst) {
  const FeatureGain layer;
  EXPECT_THROW(layer.input_shape(), ValueError);
  EXPECT_THROW(layer.output_shape(), ValueError);
  EXPECT_THROW(layer.count_params(), ValueError);
  EXPECT_THROW(layer.get_weights(), ValueError);
  EXPECT_EQ(message_of<Error>([&] { layer.count_params(); }),
            "[FeatureGain] has no weights yet: call it, or build(input_shape), first.");
}

TEST(Layer, NamesAreNumberedByClass) {
  const Halver first, second, named({.name = "mine"});
  EXPECT_EQ(first.name(), "halver");
  EXPECT_EQ(second.name(), "halver_1");
  EXPECT_EQ(named.name(), "mine");
  EXPECT_EQ(first.name(), "halver");
  EXPECT_EQ(HTTPServerX2().name(), "http_server_x2");
}

TEST(Layer, CopiesHaveTheNameOfTheOriginal) {
  const Halver original;
  const Halver copy = original;
  EXPECT_EQ(copy.name(), original.name());
}

TEST(Layer, FindsTheOutputShapeOutByCalling) {
  const Halver halver;
  EXPECT_EQ(to_string(halver.compute_output_shape({-1, 7})), "(-1, 4)");
  EXPECT_EQ(to_string(halver.compute_output_shape({5, -1})), "(5, -1)");
}

TEST(Layer, SetsAllWeightsOrNone) {
  FeatureGain layer;
  layer.build({-1, 2});
  layer.set_weights({Tensor{5., 6.}});
  EXPECT_EQ(layer.gain.to_vector<float>(), (std::vector<float>{5, 6}));
  const Tensors values = layer.get_weights();
  layer.gain.fill(0);
  EXPECT_EQ(values[0].to_vector<float>(), (std::vector<float>{5, 6}));

  EXPECT_EQ(message_of<Error>([&] {
              layer.set_weights({Tensor{1., 2., 3.}});
            }),
            "[FeatureGain] expected weight \"gain\" of shape (2,). Received: shape (3,).");
  EXPECT_THROW(layer.set_weights({}), ValueError);
  EXPECT_EQ(layer.gain.to_vector<float>(), (std::vector<float>{0, 0}));
}

TEST(Layer, TakesBackItsWeightsIfOneCannotBeMade) {
  struct Fragile : Layer {
    Variable first, second;
    bool fails = true;
    void create_weights(const Shape& input_shape) override {
      first = add_weight("first", {input_shape.back()}, initializers::Ones());
      if (fails) throw ValueError(label(), "no memory");
      second = add_weight("second", {1}, initializers::Constant(2));
    }
    Tensor call(const Tensor& x) const override { return x * first + second; }
  } layer;
  EXPECT_THROW(layer(Tensor{{1., 2.}}), ValueError);
  EXPECT_FALSE(layer.built());
  EXPECT_TRUE(layer.weights().empty());
  layer.fails = false;
  EXPECT_EQ(layer(Tensor{{3.}}).item<float>(), 5);
  EXPECT_EQ(layer.weights().size(), 2u);
}

TEST(Layer, FindsTheOutputShapeOutsideTraining) {
  struct Asking : Layer {
    Tensors forward(const Arguments& arguments) const override {
      if (arguments.training()) {
        EXPECT_EQ(to_string(compute_output_shape({-1, 2})), "(-1, 2)");
      }
      return {arguments[0]};
    }
  };
  Asking()(Tensor{{1., 2.}}, {.training = true});  // would not end if it asked in training
}

TEST(Layer, StaysUnbuiltIfItsInputDoesNotFit) {
  struct Picky : Layer {
    Variable weight;
    void check_input_shape(const Shape& shape) const override {
      if (shape.size() != 2) throw ShapeError(label(), "rank 2", to_string(shape));
    }
    void create_weights(const Shape&) override {
      weight = add_weight("w", {1}, initializers::Ones());
    }
    Tensor call(const Tensor& x) const override { return x * weight; }
  } layer;
  EXPECT_THROW(layer(Tensor{1., 2.}), ShapeError);
  EXPECT_FALSE(layer.built());
  EXPECT_TRUE(layer.weights().empty());
  EXPECT_EQ(layer(Tensor{{3.}}).item<float>(), 3);
}

}  // namespace
}  // namespace beras::layers
