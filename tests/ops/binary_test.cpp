#include <beras/ops/binary.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/ops/reduce_to_shape.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

using BinaryFunction = Tensor (*)(const Operand&, const Operand&);
constexpr auto least = std::numeric_limits<std::int32_t>::min();

template <typename T>
std::vector<T> values(const Tensor& x) {
  return x.to_vector<T>();
}

TEST(Binary, BroadcastsAsNumPy) {
  const Tensor column{{1.}, {2.}}, row{10., 20., 30.};
  const Tensor sum = add(column, row);
  EXPECT_EQ(sum.shape(), (Shape{2, 3}));
  EXPECT_EQ(values<float>(sum), (std::vector<float>{11, 21, 31, 12, 22, 32}));
  EXPECT_EQ(add(Tensor::zeros({0, 3}), row).shape(), (Shape{0, 3}));
  EXPECT_EQ(add(Tensor(1.), Tensor(2.)).shape(), Shape());
  try {
    add(Tensor::zeros({2, 3}), Tensor::zeros({4}));
    FAIL();
  } catch (const ShapeError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("[add]"), std::string::npos) << message;
    EXPECT_NE(message.find("(2, 3)"), std::string::npos) << message;
    EXPECT_NE(message.find("(4,)"), std::string::npos) << message;
  }
}

TEST(Binary, PromotesAsKeras) {
  const Tensor whole{1, 2}, fraction{1., 2.}, flags{true, false};
  EXPECT_EQ(add(whole, fraction).dtype(), DType::float32);
  EXPECT_EQ(add(flags, whole).dtype(), DType::int32);
  EXPECT_EQ(add(flags, flags).dtype(), DType::boolean);
  EXPECT_EQ(subtract(flags, flags).dtype(), DType::int32);
  EXPECT_EQ(divide(whole, whole).dtype(), DType::float32);
  EXPECT_EQ(floor_divide(whole, whole).dtype(), DType::int32);
  EXPECT_EQ(less(whole, fraction).dtype(), DType::boolean);
  EXPECT_EQ(add(fraction.astype(DType::bfloat16), fraction.astype(DType::float16)).dtype(),
            DType::float32);
  EXPECT_EQ(arctan2(whole, whole).dtype(), DType::float32);
}

TEST(Binary, NumbersTakeTheDtypeBesideThem) {
  const Tensor whole{1, 2}, half = Tensor{1., 2.}.astype(DType::float16);
  EXPECT_EQ(multiply(whole, 2).dtype(), DType::int32);
  EXPECT_EQ(multiply(whole, 2.5).dtype(), DType::float32);
  EXPECT_EQ(values<float>(multiply(2.5, whole)), (std::vector<float>{2.5, 5}));
  EXPECT_EQ(add(half, 1.5).dtype(), DType::float16);
  EXPECT_EQ(add(half, 1).dtype(), DType::float16);
  EXPECT_EQ(add(Tensor{true, false}, 1).dtype(), DType::int32);
  EXPECT_EQ(add(whole.astype(DType::int64), 1'000'000'000'000).to_vector<std::int64_t>()[0],
            1'000'000'000'001);
  EXPECT_THROW(add(whole, 1'000'000'000'000), ValueError);
  EXPECT_THROW(add(whole.astype(DType::uint8), -1), ValueError);
}

TEST(Binary, DividesAsNumPy) {
  const Tensor a{7., -7., 7., -7.}, b{2., 2., -2., -2.};
  EXPECT_EQ(values<float>(floor_divide(a, b)), (std::vector<float>{3, -4, -4, 3}));
  EXPECT_EQ(values<float>(mod(a, b)), (std::vector<float>{1, 1, -1, -1}));
  EXPECT_EQ(values<float>(fmod(a, b)), (std::vector<float>{1, -1, 1, -1}));
  const Tensor n{7, -7, 7, -7}, d{2, 2, -2, -2};
  EXPECT_EQ(values<int>(floor_divide(n, d)), (std::vector<int>{3, -4, -4, 3}));
  EXPECT_EQ(values<int>(mod(n, d)), (std::vector<int>{1, 1, -1, -1}));
  EXPECT_EQ(values<int>(fmod(n, d)), (std::vector<int>{1, -1, 1, -1}));
  EXPECT_EQ(values<float>(divide(n, d)), (std::vector<float>{3.5, -3.5, -3.5, 3.5}));
  EXPECT_EQ(values<float>(divide_no_nan(Tensor{1., 6.}, Tensor{0., 3.})),
            (std::vector<float>{0, 2}));
  EXPECT_TRUE(std::isinf(divide(Tensor{1.}, Tensor{0.}).item<float>()));
  EXPECT_TRUE(std::isnan(mod(Tensor{1.}, Tensor{0.}).item<float>()));
}

TEST(Binary, IntegersNeverTrap) {
  const Tensor a{5, least, least, 5}, b{0, -1, 0, -1};
  EXPECT_EQ(values<int>(floor_divide(a, b)), (std::vector<int>{0, least, 0, -5}));
  EXPECT_EQ(values<int>(mod(a, b)), (std::vector<int>{0, 0, 0, 0}));
  EXPECT_EQ(values<int>(fmod(a, b)), (std::vector<int>{0, 0, 0, 0}));
  const Tensor big(std::numeric_limits<std::int64_t>::max(), DType::int64);
  EXPECT_EQ(add(big, 1).item<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(multiply(big, 2).item<std::int64_t>(), -2);
  const Tensor lowest(std::numeric_limits<std::int64_t>::min(), DType::int64);
  EXPECT_EQ(floor_divide(lowest, -1).item<std::int64_t>(), lowest.item<std::int64_t>());
  EXPECT_EQ(add(Tensor(200, DType::uint8), 100).item<int>(), 44);
}

TEST(Binary, RaisesToPowers) {
  EXPECT_EQ(values<int>(power(Tensor{2, -3, 1, -1, 5, 0}, Tensor{10, 3, -4, -3, -1, 0})),
            (std::vector<int>{1024, -27, 1, -1, 0, 1}));
  EXPECT_EQ(values<float>(power(Tensor{2., 9.}, Tensor{-1., 0.5})), (std::vector<float>{0.5, 3}));
}

TEST(Binary, ExtremesPassNanOn) {
  const float nan = std::nanf("");
  const Tensor a(std::vector<float>{nan, 1, 3}), b(std::vector<float>{1, nan, 2});
  for (const BinaryFunction function : {maximum, minimum}) {
    const auto both = values<float>(function(a, b));
    EXPECT_TRUE(std::isnan(both[0]) && std::isnan(both[1]));
  }
  EXPECT_EQ(values<float>(maximum(a, b))[2], 3);
  EXPECT_EQ(values<float>(minimum(a, b))[2], 2);
}

TEST(Binary, LogaddexpDoesNotOverflow) {
  const float infinity = INFINITY;
  const Tensor a(std::vector<float>{1000, infinity, -infinity, 0}),
      b(std::vector<float>{1000, infinity, -infinity, -infinity});
  const auto sums = values<float>(logaddexp(a, b));
  EXPECT_FLOAT_EQ(sums[0], 1000 + std::log(2.f));
  EXPECT_EQ(sums[1], infinity);
  EXPECT_EQ(sums[2], -infinity);
  EXPECT_EQ(sums[3], 0);
}

TEST(Binary, WorksOnBits) {
  const Tensor a{12, -1}, b{10, 3};
  EXPECT_EQ(values<int>(bitwise_and(a, b)), (std::vector<int>{8, 3}));
  EXPECT_EQ(values<int>(bitwise_or(a, b)), (std::vector<int>{14, -1}));
  EXPECT_EQ(values<int>(bitwise_xor(a, b)), (std::vector<int>{6, -4}));
  EXPECT_EQ(values<int>(left_shift(a, Tensor{2, 40})), (std::vector<int>{48, 0}));
  EXPECT_EQ(values<int>(right_shift(a, Tensor{2, 99})), (std::vector<int>{3, -1}));
  EXPECT_EQ(values<int>(left_shift(a, -1)), (std::vector<int>{0, 0}));
  EXPECT_THROW(bitwise_and(Tensor{1.5}, a), DTypeError);
}

TEST(Binary, ComparesAndConcludes) {
  const Tensor a{1., 2., NAN}, b{2., 2., NAN};
  const auto bools = [](const Tensor& x) { return x.to_vector<int>(); };
  EXPECT_EQ(bools(equal(a, b)), (std::vector<int>{0, 1, 0}));
  EXPECT_EQ(bools(not_equal(a, b)), (std::vector<int>{1, 0, 1}));
  EXPECT_EQ(bools(less(a, b)), (std::vector<int>{1, 0, 0}));
  EXPECT_EQ(bools(less_equal(a, b)), (std::vector<int>{1, 1, 0}));
  EXPECT_EQ(bools(greater(a, 1)), (std::vector<int>{0, 1, 0}));
  EXPECT_EQ(bools(greater_equal(a, 1)), (std::vector<int>{1, 1, 0}));
  const Tensor p{0, 0, 3, 1}, q{0, 2, 0, 5};
  EXPECT_EQ(bools(logical_and(p, q)), (std::vector<int>{0, 0, 0, 1}));
  EXPECT_EQ(bools(logical_or(p, q)), (std::vector<int>{0, 1, 1, 1}));
  EXPECT_EQ(bools(logical_xor(p, q)), (std::vector<int>{0, 1, 1, 0}));
}

TEST(Binary, TellsCloseFromEqual) {
  const Tensor a{1., INFINITY, NAN}, b{1 + 1e-6, INFINITY, NAN};
  EXPECT_EQ(isclose(a, b).to_vector<int>(), (std::vector<int>{1, 1, 0}));
  EXPECT_EQ(isclose(a, b, {.equal_nan = true}).to_vector<int>(), (std::vector<int>{1, 1, 1}));
  EXPECT_EQ(isclose(Tensor{1., INFINITY}, Tensor{INFINITY, 1.}).to_vector<int>(),
            (std::vector<int>{0, 0}));
  EXPECT_TRUE(allclose(Tensor{1.}, 1 + 1e-6));
  EXPECT_FALSE(allclose(Tensor{1.}, 1.1));
  EXPECT_TRUE(array_equal(Tensor{1, 2}, Tensor{1., 2.}));
  EXPECT_FALSE(array_equal(Tensor{1, 2}, Tensor{{1, 2}}));
}

struct BinaryCase {
  const char* name;
  BinaryFunction function;
};

class DifferentiableBinary : public testing::TestWithParam<BinaryCase> {};

INSTANTIATE_TEST_SUITE_P(All, DifferentiableBinary,
                         testing::Values(BinaryCase{"add", add}, BinaryCase{"subtract", subtract},
                                         BinaryCase{"multiply", multiply},
                                         BinaryCase{"divide", divide},
                                         BinaryCase{"divide_no_nan", divide_no_nan},
                                         BinaryCase{"mod", mod}, BinaryCase{"fmod", fmod},
                                         BinaryCase{"power", power}, BinaryCase{"maximum", maximum},
                                         BinaryCase{"minimum", minimum},
                                         BinaryCase{"arctan2", arctan2}, BinaryCase{"hypot", hypot},
                                         BinaryCase{"logaddexp", logaddexp}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(DifferentiableBinary, HasTrueDerivatives) {
  const Function function = [](const Tensors& x) { return GetParam().function(x[0], x[1]); };
  const Tensor a{{0.7, 1.3, 2.3}, {3.1, 0.4, 1.9}}, b{{1.6, 0.9, 1.1}, {0.8, 2.3, 0.5}};
  EXPECT_TRUE(first_derivatives_hold(function, {a, b}));
  EXPECT_TRUE(second_derivatives_hold(function, {a, b}));
}

TEST_P(DifferentiableBinary, SumsWhereItBroadcasts) {
  const Function function = [](const Tensors& x) { return GetParam().function(x[0], x[1]); };
  const Tensor row{0.7, 1.3, 2.2}, column{{1.6}, {0.9}}, single(0.85),
      cube = Tensor{{{1.7, 0.3, 2.6}}};
  EXPECT_TRUE(first_derivatives_hold(function, {row, column}));
  EXPECT_TRUE(first_derivatives_hold(function, {single, cube}));
  EXPECT_TRUE(first_derivatives_hold(function, {column, single}));
  EXPECT_TRUE(first_derivatives_hold(
      [](const Tensors& x) { return GetParam().function(x[0], 1.45); }, {row}));
  EXPECT_TRUE(second_derivatives_hold(
      [](const Tensors& x) { return GetParam().function(1.45, x[0]); }, {row}));
}

TEST(Binary, TiesShareTheGradient) {
  const Tensor a{1., 2.}, b{1., 1.};
  for (const BinaryFunction function : {maximum, minimum}) {
    GradientTape tape;
    const Tensors gradients = tape.gradient(function(a, b), Tensors{a, b});
    EXPECT_EQ(values<float>(gradients[0])[0], 0.5f);
    EXPECT_EQ(values<float>(gradients[1])[0], 0.5f);
  }
}

TEST(Binary, PowersAtZeroHaveGradients) {
  const Tensor x{0., -2.}, exponent{2., 2.};
  GradientTape tape({.persistent = true});
  const Tensor y = power(x, exponent);
  EXPECT_EQ(values<float>(tape.gradient(y, x)), (std::vector<float>{0, -4}));
  EXPECT_EQ(values<float>(tape.gradient(y, exponent)), (std::vector<float>{0, 0}));
  EXPECT_EQ(values<float>(tape.gradient(power(x, 0), x)), (std::vector<float>{0, 0}));
}

TEST(Binary, GradientsHaveTheDtypeOfTheirInput) {
  const Tensor narrow{1., 2.}, wide = Tensor{3., 4.}.astype(DType::float64), whole{1, 2};
  GradientTape tape({.persistent = true});
  const Tensor y = multiply(multiply(narrow, wide), whole);
  const Tensors gradients = tape.gradient(y, Tensors{narrow, wide});
  EXPECT_EQ(gradients[0].dtype(), DType::float32);
  EXPECT_EQ(gradients[1].dtype(), DType::float64);
  EXPECT_EQ(values<float>(gradients[0]), (std::vector<float>{3, 8}));
}

TEST(ReduceToShape, UndoesBroadcasting) {
  const Tensor ones = Tensor::ones({4, 2, 3});
  EXPECT_EQ(reduce_to_shape(ones, {4, 2, 3}).shape(), (Shape{4, 2, 3}));
  EXPECT_EQ(values<float>(reduce_to_shape(ones, {3})), (std::vector<float>{8, 8, 8}));
  EXPECT_EQ(values<float>(reduce_to_shape(ones, {2, 1})), (std::vector<float>{12, 12}));
  EXPECT_EQ(reduce_to_shape(ones, {}).item<float>(), 24);
  EXPECT_EQ(reduce_to_shape(Tensor::ones({0, 3}), {3}).to_vector<float>(),
            (std::vector<float>{0, 0, 0}));
}

}  // namespace
}  // namespace beras::ops
