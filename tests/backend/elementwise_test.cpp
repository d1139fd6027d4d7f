// Holds the fast kernels element by element against the reference, over kinds, dtypes, shapes,
// strides and thread counts.
#include <beras/backend/elementwise.h>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

constexpr int unary_kinds = static_cast<int>(UnaryKind::logical_not) + 1;
constexpr int binary_kinds = static_cast<int>(BinaryKind::logical_xor) + 1;
const std::vector<DType> floats = {DType::float32, DType::float64, DType::bfloat16, DType::float16};
const std::vector<DType> whole = {DType::int8, DType::uint8, DType::int32, DType::int64,
                                  DType::boolean};

template <typename Compute>
Tensor by_reference(const Compute& compute) {
  const UseReferenceKernels reference;
  return compute();
}

/// How far the fast kernel may be away: a few units in the last place.
double tolerance(DType dtype) {
  switch (dtype) {
    case DType::float64:
      return 1e-14;
    case DType::float32:
      return 1e-6;
    case DType::float16:
      return 1e-3;
    case DType::bfloat16:
      return 8e-3;
    default:
      return 0;
  }
}

/// Equal up to the tolerance; the same infinities, and not-a-number in the same places.
void expect_same(const Tensor& actual, const Tensor& expected) {
  ASSERT_EQ(actual.shape(), expected.shape());
  const auto have = actual.to_vector<double>();
  const auto want = expected.to_vector<double>();
  const double allowed = tolerance(actual.dtype());
  for (std::size_t i = 0; i < have.size(); ++i) {
    if (std::isnan(want[i]) || std::isinf(want[i])) {
      ASSERT_TRUE(std::isnan(want[i]) ? std::isnan(have[i]) : have[i] == want[i])
          << "element " << i << ": " << have[i] << " instead of " << want[i];
    } else {
      ASSERT_NEAR(have[i], want[i], allowed * (1e-30 + std::abs(want[i]))) << "element " << i;
    }
  }
}

Tensor scaled(const Shape& shape, std::uint32_t seed, DType dtype, double factor) {
  Tensor x = numbers(shape, seed, DType::float64);
  for (double *value = x.mutable_data<double>(), *end = value + x.size(); value < end; ++value) {
    *value *= factor;
  }
  Tensor result = Tensor::empty(shape, dtype);
  copy_elements(x, result);
  return result;
}

Tensor transposed(const Tensor& x) {
  return x.as_strided({x.dim(1), x.dim(0)}, {x.strides()[1], x.strides()[0]}, 0);
}
Tensor every_other(const Tensor& x) { return x.as_strided({(x.size() + 1) / 2}, {2}, 0); }
Tensor backwards(const Tensor& x) { return x.as_strided({x.size()}, {-1}, x.size() - 1); }

Tensor unary(const UnaryFunction& f, const Tensor& x) {
  Tensor out = Tensor::empty(x.shape(), gives_boolean(f.kind) ? DType::boolean : x.dtype());
  elementwise(Device::cpu)->unary(f, x, out);
  return out;
}

Tensor gradient(const UnaryFunction& f, const Tensor& x, const Tensor& y, const Tensor& dy) {
  Tensor dx = Tensor::empty(x.shape(), x.dtype());
  elementwise(Device::cpu)->unary_gradient(f, x, y, dy, dx);
  return dx;
}

Tensor binary(BinaryKind kind, const Tensor& a, const Tensor& b) {
  Tensor out = Tensor::empty(broadcast_shapes(a.shape(), b.shape(), "test"),
                             gives_boolean(kind) ? DType::boolean : a.dtype());
  elementwise(Device::cpu)->binary(kind, a, b, out);
  return out;
}

/// A function of that kind with parameters that suit all.
UnaryFunction function_of(int kind) { return {static_cast<UnaryKind>(kind), 0.5, 1.5}; }

/// Kinds whose fast version rounds differently where numbers cancel: compared against 1, not
/// against their own size.
void expect_close(const Tensor& actual, const Tensor& expected) {
  const double allowed = 4 * tolerance(actual.dtype());
  const auto have = actual.to_vector<double>();
  const auto want = expected.to_vector<double>();
  for (std::size_t i = 0; i < have.size(); ++i) {
    if (std::isnan(want[i]) || std::isinf(want[i])) {
      ASSERT_TRUE(std::isnan(want[i]) ? std::isnan(have[i]) : have[i] == want[i])
          << "element " << i << ": " << have[i] << " instead of " << want[i];
    } else {
      ASSERT_NEAR(have[i], want[i], allowed * (1 + std::abs(want[i]))) << "element " << i;
    }
  }
}

class Unaries : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(All, Unaries, testing::Range(0, unary_kinds), [](const auto& test) {
  const auto kind = static_cast<UnaryKind>(test.param);
  return std::string(kind == UnaryKind::gelu_tanh ? "gelu_tanh" : kind_name(kind));
});

TEST_P(Unaries, AgreeWithTheReference) {
  const UnaryFunction f = function_of(GetParam());
  for (const DType dtype : floats) {
    for (const std::int64_t size : {0, 1, 3, 16, 37}) {
      const Tensor x = scaled({size}, 7, dtype, size == 37 ? 20 : 2);
      expect_close(unary(f, x), by_reference([&] { return unary(f, x); }));
    }
    const Tensor matrix = scaled({13, 9}, 3, dtype, 3);
    for (const Tensor& view : {transposed(matrix), every_other(matrix), backwards(matrix)}) {
      expect_close(unary(f, view), by_reference([&] { return unary(f, view); }));
    }
  }
}

TEST_P(Unaries, AgreeInPieces) {
  const UnaryFunction f = function_of(GetParam());
  for (const DType dtype : {DType::float32, DType::bfloat16}) {
    const Tensor x = scaled({33000}, 8, dtype, 3);
    const Tensor y = by_reference([&] { return unary(f, x); });
    expect_close(unary(f, x), y);
    if (gives_boolean(f.kind)) continue;
    expect_close(gradient(f, x, y, x), by_reference([&] { return gradient(f, x, y, x); }));
  }
}

TEST_P(Unaries, AgreeOnSpecialNumbers) {
  const UnaryFunction f = function_of(GetParam());
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const Tensor x(std::vector<float>{NAN,     infinity, -infinity, 0.f,   -0.f,   1.f,       -1.f,
                                    88.7f,   88.8f,    104.f,     105.f, 200.f,  1e4f,      -88.f,
                                    -103.f,  -104.5f,  -1e4f,     3e38f, -3e38f, 1e-30f,    1e-40f,
                                    -1e-40f, 0.5f,     1.5f,      2.5f,  -2.5f,  8388609.f, 1e10f});
  expect_close(unary(f, x), by_reference([&] { return unary(f, x); }));
}

TEST_P(Unaries, HaveTheGradientOfTheReference) {
  const UnaryFunction f = function_of(GetParam());
  if (gives_boolean(f.kind)) return;
  for (const DType dtype : floats) {
    for (const std::int64_t size : {1, 37}) {
      const Tensor x = scaled({size}, 11, dtype, 2);
      const Tensor y = by_reference([&] { return unary(f, x); });
      const Tensor dy = numbers({size}, 12, dtype);
      expect_close(gradient(f, x, y, dy), by_reference([&] { return gradient(f, x, y, dy); }));
    }
    const Tensor x = transposed(scaled({5, 9}, 13, dtype, 2));
    const Tensor y = by_reference([&] { return unary(f, x); });
    const Tensor single = numbers({1}, 14, dtype);
    expect_close(gradient(f, x, y, single),
                 by_reference([&] { return gradient(f, x, y, single); }));
    const Tensor straight = scaled({37}, 15, dtype, 2);
    const Tensor value = by_reference([&] { return unary(f, straight); });
    expect_close(gradient(f, straight, value, single),
                 by_reference([&] { return gradient(f, straight, value, single); }));
  }
}

TEST_P(Unaries, HaveTheSameBitsForAnyCut) {
  const UnaryFunction f = function_of(GetParam());
  const Tensor x = scaled({33003}, 5, DType::float32, 3);
  const int threads = num_threads();
  set_num_threads(1);
  const Tensor one = unary(f, x);
  set_num_threads(2);
  const Tensor two = unary(f, x);
  set_num_threads(threads);
  EXPECT_TRUE(same_bits(one, two));
  const Tensor tail = x.as_strided({1000}, {1}, 777);
  EXPECT_TRUE(same_bits(unary(f, tail), one.as_strided({1000}, {1}, 777)));
}

bool takes(BinaryKind kind, DType dtype) {
  if (kind >= BinaryKind::bitwise_and && kind <= BinaryKind::right_shift)
    return !is_floating(dtype);
  if (is_floating(dtype)) return true;
  return kind != BinaryKind::divide && kind != BinaryKind::arctan2 && kind != BinaryKind::hypot &&
         kind != BinaryKind::logaddexp;
}

class Binaries : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(All, Binaries, testing::Range(0, binary_kinds), [](const auto& test) {
  return std::string(kind_name(static_cast<BinaryKind>(test.param)));
});

TEST_P(Binaries, AgreeWithTheReference) {
  const auto kind = static_cast<BinaryKind>(GetParam());
  std::vector<DType> dtypes = floats;
  dtypes.insert(dtypes.end(), whole.begin(), whole.end());
  const std::vector<std::pair<Shape, Shape>> shapes = {
      {{}, {}},      {{37}, {37}},   {{5, 7}, {7}},     {{5, 1}, {1, 7}}, {{3, 1, 4}, {2, 1}},
      {{0, 3}, {3}}, {{33000}, {1}}, {{40, 900}, {900}}};
  for (const DType dtype : dtypes) {
    if (!takes(kind, dtype)) continue;
    for (const auto& [left, right] : shapes) {
      const Tensor a = scaled(left, 1, dtype, 9), b = scaled(right, 2, dtype, 9);
      expect_same(binary(kind, a, b), by_reference([&] { return binary(kind, a, b); }));
      expect_same(binary(kind, b, a), by_reference([&] { return binary(kind, b, a); }));
      expect_same(binary(kind, a, a), by_reference([&] { return binary(kind, a, a); }));
    }
    const Tensor matrix = scaled({6, 9}, 3, dtype, 9);
    const Tensor row = backwards(scaled({6}, 4, dtype, 9));
    expect_same(binary(kind, transposed(matrix), row),
                by_reference([&] { return binary(kind, transposed(matrix), row); }));
  }
}

TEST_P(Binaries, MayWriteOverAnOperand) {
  const auto kind = static_cast<BinaryKind>(GetParam());
  if (!takes(kind, DType::float32) || gives_boolean(kind)) return;
  for (const std::int64_t size : {5, 33000}) {
    Tensor a = scaled({size}, 1, DType::float32, 2);
    const Tensor b = scaled({size}, 2, DType::float32, 2);
    const Tensor expected = binary(kind, a, b);
    elementwise(Device::cpu)->binary(kind, a, b, a);
    expect_same(a, expected);
  }
}

TEST(Elementwise, MultiplyAddAgreesWithTheReference) {
  for (const DType dtype : {DType::float32, DType::float64, DType::bfloat16}) {
    for (const auto& [a_shape, b_shape, c_shape] : std::vector<std::tuple<Shape, Shape, Shape>>{
             {{}, {3}, {}}, {{4, 1}, {5}, {4, 5}}, {{33001}, {33001}, {1}}, {{0}, {1}, {0}}}) {
      const Tensor a = numbers(a_shape, 1, dtype), b = numbers(b_shape, 2, dtype),
                   c = numbers(c_shape, 3, dtype);
      const Shape shape =
          broadcast_shapes(a_shape, broadcast_shapes(b_shape, c_shape, "test"), "test");
      const auto compute = [&] {
        Tensor out = Tensor::empty(shape, dtype);
        elementwise(Device::cpu)->multiply_add(a, b, c, out);
        return out;
      };
      expect_near(compute(), by_reference(compute), 1e-6);
    }
  }
}

TEST(Elementwise, WritesPastTheCacheWhatItWouldWriteIntoIt) {
  // Once from the start of a page and once from the second element.
  constexpr std::int64_t size = (6 << 20) + 3;
  const Tensor a = numbers({size}, 1), b = numbers({size}, 2);
  const auto kernels = elementwise(Device::cpu);
  for (const std::int64_t first : {0, 1}) {
    Tensor memory = Tensor::empty({size + 1}, DType::float32);
    Tensor out = memory.as_strided({size}, {1}, first);
    const auto agrees = [&](std::int64_t begin, const auto& compute) {
      Tensor part = Tensor::empty({1000}, DType::float32);
      compute(a.as_strided({1000}, {1}, begin), b.as_strided({1000}, {1}, begin), part);
      return same_bits(part, out.as_strided({1000}, {1}, begin));
    };
    for (const BinaryKind kind :
         {BinaryKind::add, BinaryKind::subtract, BinaryKind::multiply, BinaryKind::divide}) {
      kernels->binary(kind, a, b, out);
      const auto compute = [&](const Tensor& left, const Tensor& right, Tensor& result) {
        kernels->binary(kind, left, right, result);
      };
      for (const std::int64_t begin : {0L, 32000L, size - 1000}) {
        EXPECT_TRUE(agrees(begin, compute)) << kind_name(kind) << ' ' << begin;
      }
    }
    kernels->multiply_add(a, b, a, out);
    const auto compute = [&](const Tensor& left, const Tensor& right, Tensor& result) {
      kernels->multiply_add(left, right, left, result);
    };
    for (const std::int64_t begin : {0L, 32000L, size - 1000}) {
      EXPECT_TRUE(agrees(begin, compute)) << begin;
    }
  }
}

TEST(Elementwise, CastsBetweenFloatAndBfloat16ToTheBit) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> values = {0.f,         -0.f,        infinity, -infinity, 1e-45f,    -3e-39f,
                               1.00390625f, 1.01171875f, 3.4e38f,  65504.f,   0x1p-126f, NAN};
  for (std::uint32_t i = 0; i < 70000; ++i) {
    values.push_back(std::bit_cast<float>(i * 61283u));  // over all exponents
  }
  const auto size = static_cast<std::int64_t>(values.size());
  const Tensor x(values, {size});
  const auto compute = [&] {
    Tensor narrow = Tensor::empty({size}, DType::bfloat16);
    elementwise(Device::cpu)->cast(x, narrow);
    Tensor wide = Tensor::empty({size}, DType::float32);
    elementwise(Device::cpu)->cast(narrow, wide);
    return Tensors{narrow, wide};
  };
  const Tensors fast = compute();
  const UseReferenceKernels reference;
  const Tensors truth = compute();
  EXPECT_TRUE(same_bits(fast[0], truth[0]));
  EXPECT_TRUE(same_bits(fast[1], truth[1]));
}

TEST(Elementwise, WhereAgreesWithTheReference) {
  for (const DType dtype : {DType::float32, DType::float64, DType::bfloat16, DType::int8,
                            DType::int64, DType::boolean}) {
    for (const auto& [condition_shape, a_shape, b_shape] :
         std::vector<std::tuple<Shape, Shape, Shape>>{
             {{}, {3}, {3}}, {{4, 1}, {5}, {4, 5}}, {{33000}, {33000}, {}}, {{0}, {1}, {0}}}) {
      const Tensor condition = scaled(condition_shape, 1, DType::int8, 2);
      Tensor chosen = Tensor::empty(condition_shape, DType::boolean);
      copy_elements(condition, chosen);
      const Tensor a = scaled(a_shape, 2, dtype, 5), b = scaled(b_shape, 3, dtype, 5);
      const Shape shape =
          broadcast_shapes(condition_shape, broadcast_shapes(a_shape, b_shape, "test"), "test");
      const auto compute = [&] {
        Tensor out = Tensor::empty(shape, dtype);
        elementwise(Device::cpu)->where(chosen, a, b, out);
        return out;
      };
      expect_same(compute(), by_reference(compute));
    }
  }
}

}  // namespace
}  // namespace beras::backend
