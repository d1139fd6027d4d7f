// Every family of operators gives on meta the shapes and dtypes that it gives on the CPU, and on
// another device the values too.
#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/ops.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/golden.h>

#include <functional>

namespace beras::ops {
namespace {

struct Family {
  std::string name;
  std::function<Tensor(const Tensor& x)> op;  // x (2, 3, 4) of float32
};

/// An argument beside `x`: on its device, but on the CPU beside one without values.
Tensor beside(const Tensor& x, const Tensor& argument) {
  const bool have_values = x.device().holds_values() && argument.device().holds_values();
  return have_values ? argument.to(x.device()) : argument;
}
Tensor ones_beside(const Tensor& x, const Shape& shape) { return beside(x, ones(shape)); }
Tensor indices_beside(const Tensor& x) { return beside(x, Tensor{{1, 0}, {0, 1}}); }

std::vector<Family> families() {
  return {
      {"add", [](const Tensor& x) { return 2 * x + x[0]; }},
      {"compare", [](const Tensor& x) { return x < 1; }},
      {"in_place",
       [](const Tensor& x) {
         Tensor y = x.copy();
         y += x;
         y *= 2;
         Tensor row = y[0];
         row -= x[1];
         return y;
       }},
      {"unary", [](const Tensor& x) { return gelu(exp(x)); }},
      {"where", [](const Tensor& x) { return where(x > 0, x, 0); }},
      {"clip", [](const Tensor& x) { return clip(x, 0, 1); }},
      {"multiply_add", [](const Tensor& x) { return multiply_add(x, 2, x); }},
      {"sum", [](const Tensor& x) { return sum(x, 1, true); }},
      {"max",
       [](const Tensor& x) {
         return max(x, {0, 2});
       }},
      {"max_initial", [](const Tensor& x) { return max(x, 1, false, 0.5); }},
      {"min_initial", [](const Tensor& x) { return min(x, 1, false, 0.5); }},
      {"logsumexp", [](const Tensor& x) { return logsumexp(x, 1); }},
      {"argmax", [](const Tensor& x) { return argmax(x, 1); }},
      {"cumsum", [](const Tensor& x) { return cumsum(x, 1); }},
      {"cumprod", [](const Tensor& x) { return cumprod(x, 2); }},
      {"sort", [](const Tensor& x) { return sort(x, 1); }},
      {"argsort", [](const Tensor& x) { return argsort(x, -1); }},
      {"matmul", [](const Tensor& x) { return matmul(x, swapaxes(x, 1, 2)); }},
      {"linear",
       [](const Tensor& x) {
         return linear(x, ones_beside(x, {4, 5}), ones_beside(x, {5}));
       }},
      {"einsum",
       [](const Tensor& x) {
         return einsum("bij,bkj->bik", {x, x});
       }},
      {"norm", [](const Tensor& x) { return norm(x[0], {.ord = 2}); }},
      {"softmax", [](const Tensor& x) { return softmax(x); }},
      {"reshape",
       [](const Tensor& x) {
         return transpose(reshape(x, {4, -1}));
       }},
      {"flip",
       [](const Tensor& x) {
         return flip(x, 1)[{Slice{1, 2}}];
       }},
      {"cast", [](const Tensor& x) { return cast(x, DType::float16); }},
      {"concatenate",
       [](const Tensor& x) {
         return concatenate({x, ones_beside(x, {2, 1, 4})}, 1);
       }},
      {"stack",
       [](const Tensor& x) {
         return stack({x, x}, 1);
       }},
      {"repeat",
       [](const Tensor& x) {
         return repeat(x, Shape{1, 2, 0}, 1);
       }},
      {"roll", [](const Tensor& x) { return roll(x, 1, 1); }},
      {"pad",
       [](const Tensor& x) {
         return pad(x, {{1, 2}});
       }},
      {"pad_reflect",
       [](const Tensor& x) {
         return pad(x, {{1, 1}}, {.mode = "reflect"});
       }},
      {"take", [](const Tensor& x) { return take(x, indices_beside(x), 1); }},
      {"take_along_axis", [](const Tensor& x) { return take_along_axis(x, argsort(x, -1), -1); }},
      {"get_item",
       [](const Tensor& x) {
         return x[{indices_beside(x), 0}];
       }},
      {"scatter",
       [](const Tensor& x) {
         return scatter(indices_beside(x), x[{Slice{}, 0, 0}], {3, 3});
       }},
      {"scatter_update",
       [](const Tensor& x) {
         return scatter_update(x[0], indices_beside(x), x[{Slice{}, 0, 0}]);
       }},
      {"scatter_max",
       [](const Tensor& x) {
         return scatter_update(x[0], indices_beside(x), x[{Slice{}, 0, 0}], "max");
       }},
      {"one_hot", [](const Tensor& x) { return one_hot(argmax(x, -1), 4); }},
      {"conv",
       [](const Tensor& x) {
         return conv(expand_dims(x, -1), ones_beside(x, {2, 2, 1, 3}), {.padding = "same"});
       }},
      {"max_pool", [](const Tensor& x) { return max_pool(expand_dims(x, -1), Sizes(2)); }},
      {"average_pool", [](const Tensor& x) { return average_pool(expand_dims(x, -1), Sizes(2)); }},
      {"batch_normalization",
       [](const Tensor& x) {
         return batch_normalization(x, ones_beside(x, {4}), ones_beside(x, {4}), -1, Tensor(),
                                    ones_beside(x, {4}));
       }},
      {"layer_normalization", [](const Tensor& x) { return layer_normalization(x); }},
      {"dropout",
       [](const Tensor& x) {
         return dropout(x, 0.5, Shape{2, 1, 4}, 1);
       }},
      {"sparse_crossentropy",
       [](const Tensor& x) { return sparse_categorical_crossentropy(argmax(x, -1), x, true); }},
      {"categorical_crossentropy",
       [](const Tensor& x) { return categorical_crossentropy(softmax(x), x, true); }},
      {"binary_crossentropy",
       [](const Tensor& x) { return binary_crossentropy(sigmoid(x), x, true); }},
      {"linspace", [](const Tensor& x) { return linspace(x[0], x[1], 3, {}, 1); }},
      {"shuffle", [](const Tensor& x) { return random::shuffle(x, 1, 3); }},
      {"random",
       [](const Tensor& x) { return x * beside(x, random::normal(x.shape(), 0, 1, float32, 3)); }},
      {"categorical",
       [](const Tensor& x) { return random::categorical(x[0], 3, DType::int32, 3); }},
  };
}

class OnDevice : public testing::TestWithParam<Family> {
 protected:
  const Family& facts = GetParam();
  const Tensor x = random::uniform({2, 3, 4}, 0.1, 0.9, DType::float32, 1);
  const Tensor expected = facts.op(x);

  void expect_alike(const Tensor& y) const {
    EXPECT_TRUE(y.device() == Device::meta || y.shares_memory(x));  // which views do
    EXPECT_EQ(to_string(y.shape()), to_string(expected.shape()));
    EXPECT_EQ(y.dtype(), expected.dtype());
  }
};

TEST_P(OnDevice, MetaGivesShapesBesideTensorsWithValues) {
  expect_alike(facts.op(x.to(Device::meta)));
}

TEST_P(OnDevice, NothingIsComputedWithinAScopeForMeta) {
  const std::size_t used = memory_statistics().used;
  const DeviceScope scope(Device::meta);
  expect_alike(facts.op(x));
  EXPECT_EQ(memory_statistics().used, used);
}

TEST_P(OnDevice, ValuesAreThoseOfTheCpu) {
  const Tensor y = facts.op(x.to(Device::guarded));
  EXPECT_EQ(y.device(), Device::guarded);
  EXPECT_EQ(y.dtype(), expected.dtype());
  EXPECT_TRUE(golden::near(y.to(Device::cpu), expected, 1e-5));
}

TEST_P(OnDevice, GradientsHaveTheirShapes) {
  for (const Tensor& input : {x, x.to(Device::meta), x.to(Device::guarded)}) {
    Tensor source = input;
    GradientTape tape;
    tape.watch(source);
    const Tensor y = facts.op(source);
    if (!is_floating(y.dtype())) return;
    const Tensor gradient = tape.gradient((y * y).sum(), Tensors{source},
                                          {.unconnected_gradients = UnconnectedGradients::zero})[0];
    EXPECT_EQ(gradient.device(), input.device());
    EXPECT_EQ(to_string(gradient.shape()), to_string(x.shape()));
  }
}

INSTANTIATE_TEST_SUITE_P(Families, OnDevice, testing::ValuesIn(families()),
                         [](const auto& family) { return family.param.name; });

TEST(ToDevice, IsRecorded) {
  const Tensor x{1.0, 2.0};
  GradientTape tape;
  const Tensor y = x.to(Device::meta) * 3;
  const Tensor gradient = tape.gradient(y.sum(), x);
  EXPECT_EQ(gradient.shape(), x.shape());
}

TEST(MasksOnMeta, NeedValues) {
  const Tensor x = zeros({3}).to(Device::meta);
  EXPECT_THROW(x[Index(x > 0)], ValueError);
  EXPECT_THROW(allclose(x, x), ValueError);
}

TEST(ToDevice, ComputesNothingWithinAScopeForMeta) {
  const Tensor x = Tensor{1.0, 2.0}.to(Device::cpu);
  const DeviceScope scope(Device::meta);
  EXPECT_EQ(x.to(Device::guarded).device(), Device::meta);
}

TEST(Masks, PickFromTheirDevice) {
  const Tensor x = Tensor{1., -2., 3.}.to(Device::guarded);
  const Tensor positive = x[Index(x > 0)];
  EXPECT_EQ(positive.device(), Device::guarded);
  EXPECT_EQ(positive.to_vector<double>(), (std::vector<double>{1, 3}));
}

TEST(SecondDerivatives, LieWhereTheirInputLies) {
  const Tensor x = Tensor{0.5, -1.}.to(Device::guarded);
  const auto second_derivative = [](const Tensor& at) {
    GradientTape outer;
    outer.watch(at);
    GradientTape inner;
    inner.watch(at);
    const Tensor y = softsign(leaky_relu(at, 0.3)) * at;
    return outer.gradient(inner.gradient(y.sum(), at).sum(), at);
  };
  EXPECT_TRUE(golden::near(second_derivative(x).to(Device::cpu),
                           second_derivative(x.to(Device::cpu)), 1e-6));
}

TEST(Writing, RefusesIndicesOnAnotherDevice) {
  Tensor x = zeros({3}).to(Device::cpu);
  EXPECT_THROW(set_item(x, {Index(Tensor{0, 1}.to(Device::guarded))}, Tensor(1.0)), ValueError);
  EXPECT_EQ(x.to_vector<float>(), (std::vector<float>{0, 0, 0}));
}

}  // namespace
}  // namespace beras::ops
