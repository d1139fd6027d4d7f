// Every family of operators gives on meta the shapes and dtypes that it gives elsewhere.
#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/ops.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <functional>

namespace beras::ops {
namespace {

struct MetaCase {
  std::string name;
  std::function<Tensor(const Tensor& x)> op;  // x (2, 3, 4) of float32
};

const Tensor& some_indices() {
  static const Tensor indices{{1, 0}, {0, 1}};
  return indices;
}

std::vector<MetaCase> meta_cases() {
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
      {"argmax", [](const Tensor& x) { return argmax(x, 1); }},
      {"cumsum", [](const Tensor& x) { return cumsum(x, 1); }},
      {"cumprod", [](const Tensor& x) { return cumprod(x, 2); }},
      {"sort", [](const Tensor& x) { return sort(x, 1); }},
      {"argsort", [](const Tensor& x) { return argsort(x, -1); }},
      {"matmul", [](const Tensor& x) { return matmul(x, swapaxes(x, 1, 2)); }},
      {"linear",
       [](const Tensor& x) {
         return linear(x, ones({4, 5}), ones({5}));
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
         return concatenate({x, ones({2, 1, 4})}, 1);
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
      {"take", [](const Tensor& x) { return take(x, some_indices(), 1); }},
      {"take_along_axis", [](const Tensor& x) { return take_along_axis(x, argsort(x, -1), -1); }},
      {"get_item",
       [](const Tensor& x) {
         return x[{some_indices(), 0}];
       }},
      {"scatter",
       [](const Tensor& x) {
         return scatter(some_indices(), x[{Slice{}, 0, 0}], {3, 3});
       }},
      {"scatter_update",
       [](const Tensor& x) {
         return scatter_update(x[0], some_indices(), x[{Slice{}, 0, 0}]);
       }},
      {"scatter_max",
       [](const Tensor& x) {
         return scatter_update(x[0], some_indices(), x[{Slice{}, 0, 0}], "max");
       }},
      {"one_hot", [](const Tensor& x) { return one_hot(argmax(x, -1), 4); }},
      {"conv",
       [](const Tensor& x) {
         return conv(expand_dims(x, -1), ones({2, 2, 1, 3}), {.padding = "same"});
       }},
      {"max_pool", [](const Tensor& x) { return max_pool(expand_dims(x, -1), Sizes(2)); }},
      {"average_pool", [](const Tensor& x) { return average_pool(expand_dims(x, -1), Sizes(2)); }},
      {"batch_normalization",
       [](const Tensor& x) {
         return batch_normalization(x, ones({4}), ones({4}), -1, Tensor(), ones({4}));
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
      {"random", [](const Tensor& x) { return x * random::normal(x.shape()); }},
      {"categorical", [](const Tensor& x) { return random::categorical(x[0], 3); }},
  };
}

class OnMeta : public testing::TestWithParam<MetaCase> {
 protected:
  const MetaCase& facts = GetParam();
  const Tensor x = random::uniform({2, 3, 4}, 0.1, 0.9, DType::float32, 1);
  const Tensor expected = facts.op(x);

  void expect_alike(const Tensor& y) const {
    EXPECT_TRUE(y.device() == Device::meta || y.shares_memory(x));  // which views do
    EXPECT_EQ(to_string(y.shape()), to_string(expected.shape()));
    EXPECT_EQ(y.dtype(), expected.dtype());
  }
};

TEST_P(OnMeta, ShapesAreThoseOfTheCpuBesideTensorsWithValues) {
  expect_alike(facts.op(x.to(Device::meta)));
}

TEST_P(OnMeta, NothingIsComputedWithinAScope) {
  const std::size_t used = memory_statistics().used;
  const DeviceScope scope(Device::meta);
  expect_alike(facts.op(x));
  EXPECT_EQ(memory_statistics().used, used);
}

TEST_P(OnMeta, GradientsHaveTheirShapes) {
  for (const Tensor& input : {x, x.to(Device::meta)}) {
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

INSTANTIATE_TEST_SUITE_P(Families, OnMeta, testing::ValuesIn(meta_cases()),
                         [](const auto& meta_case) { return meta_case.param.name; });

TEST(ToDevice, IsRecorded) {
  const Tensor x{1.0, 2.0};
  GradientTape tape;
  const Tensor y = x.to(Device::meta) * 3;
  const Tensor gradient = tape.gradient(y.sum(), x);
  EXPECT_EQ(gradient.shape(), x.shape());
}

TEST(OnMetaAlone, MasksNeedValues) {
  const Tensor x = zeros({3}).to(Device::meta);
  EXPECT_THROW(x[Index(x > 0)], ValueError);
  EXPECT_THROW(allclose(x, x), ValueError);
}

}  // namespace
}  // namespace beras::ops
