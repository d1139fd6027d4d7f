// Operators on symbolic tensors: one call is noted, whose shape, dtype and values are those of the
// operator itself.
#include <gtest/gtest.h>

#include <functional>

#include <beras/base/error.h>
#include <beras/core/graph.h>
#include <beras/core/operation.h>
#include <beras/layers/input.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

struct Case {
  std::string label;
  std::function<Tensor(const Tensor& x)> apply;
};

std::vector<Case> cases() {
  const Tensor table{{1., 2.}, {3., 4.}, {5., 6.}, {7., 8.}};
  return {
      {"Add", [](const Tensor& x) { return x + 1.5; }},
      {"Subtract", [](const Tensor& x) { return 2.0 - x; }},
      {"Multiply", [=](const Tensor& x) { return x * x; }},
      {"Divide", [](const Tensor& x) { return x / 2; }},
      {"Mod", [](const Tensor& x) { return x % 2.0; }},
      {"Greater", [](const Tensor& x) { return x > 0.5; }},
      {"LogicalAnd", [](const Tensor& x) { return x && x; }},
      {"Negative", [](const Tensor& x) { return -x; }},
      {"Power", [](const Tensor& x) { return ops::power(x, 2); }},
      {"DivideNoNan", [](const Tensor& x) { return ops::divide_no_nan(x, x); }},
      {"Exp", [](const Tensor& x) { return ops::exp(x); }},
      {"LeakyRelu", [](const Tensor& x) { return ops::leaky_relu(x, 0.3); }},
      {"Gelu", [](const Tensor& x) { return ops::gelu(x); }},
      {"Selu", [](const Tensor& x) { return ops::selu(x); }},
      {"Deg2rad", [](const Tensor& x) { return ops::deg2rad(x); }},
      {"Threshold", [](const Tensor& x) { return ops::threshold(x, 0.2, -1); }},
      {"NanToNum", [](const Tensor& x) { return ops::nan_to_num(x); }},
      {"Cast", [](const Tensor& x) { return ops::cast(x, DType::float64); }},
      {"Clip", [](const Tensor& x) { return ops::clip(x, -0.5, 0.5); }},
      {"Where", [](const Tensor& x) { return ops::where(x > 0, x, 0.0); }},
      {"Matmul", [=](const Tensor& x) { return ops::matmul(x, table); }},
      {"Tensordot", [=](const Tensor& x) { return ops::tensordot(x, table, 1); }},
      {"Einsum",
       [=](const Tensor& x) {
         return ops::einsum("bij,jk->bki", {x, table});
       }},
      {"Norm", [](const Tensor& x) { return ops::norm(x); }},
      {"Sum", [](const Tensor& x) { return ops::sum(x, {1}, true); }},
      {"Mean", [](const Tensor& x) { return ops::mean(x); }},
      {"Var", [](const Tensor& x) { return ops::var(x, {0}); }},
      {"Max", [](const Tensor& x) { return ops::max(x, {2}); }},
      {"Logsumexp", [](const Tensor& x) { return ops::logsumexp(x, {-1}); }},
      {"Argmax", [](const Tensor& x) { return ops::argmax(x, 2); }},
      {"Cumsum", [](const Tensor& x) { return ops::cumsum(x, 1); }},
      {"Softmax", [](const Tensor& x) { return ops::softmax(x); }},
      {"Sort", [](const Tensor& x) { return ops::sort(x); }},
      {"TopK", [](const Tensor& x) { return ops::top_k(x, 2).values; }},
      {"Moments", [](const Tensor& x) { return ops::moments(x, {1}).variance; }},
      {"Reshape",
       [](const Tensor& x) {
         return ops::reshape(x, {-1, 6, 2});
       }},
      {"Ravel", [](const Tensor& x) { return ops::ravel(x); }},
      {"Transpose",
       [](const Tensor& x) {
         return x.transpose({1, 0, 2});
       }},
      {"Transpose",
       [](const Tensor& x) {
         return ops::permute(x, {2, 0, 1});
       }},
      {"ExpandDims", [](const Tensor& x) { return ops::expand_dims(x, 1); }},
      {"Flip", [](const Tensor& x) { return ops::flip(x, {1}); }},
      {"BroadcastTo",
       [](const Tensor& x) {
         return ops::broadcast_to(x[0], {2, 3, 4});
       }},
      {"Concatenate",
       [](const Tensor& x) {
         return ops::concatenate({x, x}, 1);
       }},
      {"Stack",
       [](const Tensor& x) {
         return ops::stack({x, x, x}, 1);
       }},
      {"Split", [](const Tensor& x) { return ops::split(x, 2, -1)[1]; }},
      {"Tile",
       [](const Tensor& x) {
         return ops::tile(x, {1, 2, 1});
       }},
      {"Repeat", [](const Tensor& x) { return ops::repeat(x, 2, 1); }},
      {"Roll", [](const Tensor& x) { return ops::roll(x, 1, 2); }},
      {"Pad",
       [](const Tensor& x) {
         return ops::pad(x, {{0, 0}, {1, 2}, {0, 0}});
       }},
      {"Take",
       [=](const Tensor& x) {
         return ops::take(x, Tensor{2, 0}, 1);
       }},
      {"GetItem",
       [](const Tensor& x) {
         return x[{ellipsis, Slice{1, 4, 2}}];
       }},
      {"OneHot", [](const Tensor& x) { return ops::one_hot(ops::cast(x, int32), 3); }},
      {"LayerNorm", [](const Tensor& x) { return ops::layer_normalization(x); }},
      {"MaxPool", [](const Tensor& x) { return ops::max_pool(x, 2); }},
      {"CategoricalCrossentropy",
       [](const Tensor& x) { return ops::categorical_crossentropy(x, x, true); }},
  };
}

TEST(SymbolicOperators, NoteOneCallOfTheirName) {
  const Tensor values =
      Tensor(std::vector<float>{0.3F,  -1.F, 2.F,   0.5F,  //
                                1.F,   0.1F, -0.2F, 0.7F,  -2.F, 0.4F, 0.9F,  -0.6F, 0.2F,  1.1F,
                                -0.3F, 0.8F, 1.3F,  -0.4F, 0.6F, 2.1F, -1.2F, 0.05F, 0.15F, 0.25F},
             {2, 3, 4});
  for (const Case& each : cases()) {
    SCOPED_TRACE(each.label);
    const Tensor x = layers::Input({3, 4});
    const Tensor y = each.apply(x);
    ASSERT_TRUE(y.is_symbolic());
    EXPECT_EQ(y.symbol()->call->owner->label(), each.label);
    const Tensor expected = each.apply(values);
    EXPECT_EQ(y.dtype(), expected.dtype());
    ASSERT_EQ(y.rank(), expected.rank());
    for (std::size_t i = 0; i < y.rank(); ++i)
      EXPECT_TRUE(y.shape()[i] == -1 || y.shape()[i] == expected.shape()[i]) << i;
    const Tensor computed = Graph({x}, {y}).run({values})[0];
    EXPECT_EQ(computed.to_vector<double>(), expected.to_vector<double>());
    EXPECT_EQ(to_string(computed.shape()), to_string(expected.shape()));
  }
}

TEST(SymbolicOperators, KnowWhichAxesAreUnknown) {
  const Tensor x = layers::Input({-1, 4});
  EXPECT_EQ(to_string(ops::concatenate({x, x}, 1).shape()), "(-1, -1, 4)");
  EXPECT_EQ(to_string(ops::reshape(x, {-1, 2}).shape()), "(-1, 2)");
  EXPECT_EQ(to_string(x[0].shape()), "(-1, 4)");
  EXPECT_EQ(to_string(ops::sum(x, {0}).shape()), "(-1, 4)");
  EXPECT_EQ(to_string(ops::mean(x, {1}).shape()), "(-1, 4)");
  EXPECT_EQ(to_string(ops::tile(x, {1, 1, 3}).shape()), "(-1, -1, 12)");
}

TEST(SymbolicOperators, TakeTheTensorsOfAnIndexForInputs) {
  const Tensor x = layers::Input({4});
  const Tensor rows = layers::Input({}, {.dtype = int32});
  const Tensor y = x[{rows, 1}];
  const Tensor values{{0., 1., 2., 3.}, {4., 5., 6., 7.}};
  EXPECT_EQ(Graph({x, rows}, {y}).run({values, Tensor{1, 1, 0}})[0].to_vector<float>(),
            (std::vector<float>{5, 5, 1}));
}

TEST(SymbolicOperators, RefuseToBeWritten) {
  Tensor x = layers::Input({2});
  EXPECT_THROW(x.assign(Tensor::ones({2})), ValueError);
  EXPECT_THROW(ops::set_item(x, {0}, Tensor(1.0)), ValueError);
}

TEST(SymbolicOperators, RefuseWhatDoesNotFitAndWhatNeedsValues) {
  const Tensor x = layers::Input({4});
  EXPECT_THROW(x + Tensor::ones({3}), ShapeError);
  EXPECT_THROW(ops::matmul(x, Tensor::ones({3, 2})), ShapeError);
  EXPECT_THROW(x.item<float>(), Error);
  EXPECT_THROW(x.to_vector<float>(), Error);
  EXPECT_THROW(x.data<float>(), Error);
}

TEST(SymbolicOperators, RebindWhatIsChangedInPlace) {
  const Tensor x = layers::Input({2});
  Tensor y = x;
  y += 1.0;
  y *= y;
  EXPECT_EQ(Graph({x}, {y}).run({Tensor{{1., 2.}}})[0].to_vector<float>(),
            (std::vector<float>{4, 9}));
  EXPECT_EQ(x.name(), x.symbol()->call->owner->graph_name());
}

}  // namespace
}  // namespace beras
