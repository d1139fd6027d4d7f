#include <beras/ops/indexing.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/shape.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using Ints = std::vector<int>;

Tensor counted(const Shape& shape) { return arange(element_count(shape)).reshape(shape); }

// --- integers, slices, ellipsis and newaxis -----------------------------------------------------

/// What one random entry selects of an axis, written as naively as possible.
struct Chosen {
  Index index;
  Ints positions;
  bool keeps_axis;
};

Chosen random_entry(std::int64_t length, std::mt19937& random) {
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  if (between(0, 2) == 0) {
    const std::int64_t position = between(-length, length - 1);
    return {Index(position), {static_cast<int>((position + length) % length)}, false};
  }
  Slice slice;
  if (between(0, 1) == 0) slice.start = between(-length, length - 1);
  if (between(0, 1) == 0) slice.stop = between(-length, length - 1);
  slice.step = between(0, 1) == 0 ? between(1, 3) : between(-3, -1);
  const auto positive = [&](std::int64_t i) { return i < 0 ? i + length : i; };
  std::int64_t i = slice.step > 0 ? 0 : length - 1;
  if (slice.start) i = positive(*slice.start);
  Ints positions;
  for (; i >= 0 && i < length; i += slice.step) {
    if (slice.stop && slice.step > 0 && i >= positive(*slice.stop)) break;
    if (slice.stop && slice.step < 0 && i <= positive(*slice.stop)) break;
    positions.push_back(static_cast<int>(i));
  }
  return {Index(slice), positions, true};
}

TEST(GetItem, AgreesWithNaiveLoopsForRandomIndices) {
  std::mt19937 random(3);
  const Shape shape = {4, 5, 6};
  const Tensor x = counted(shape);
  for (int round = 0; round < 500; ++round) {
    std::vector<Chosen> chosen;
    Indices indices;
    Shape expected_shape;
    for (const std::int64_t length : shape) {
      if (random() % 5 == 0) {
        indices.emplace_back(newaxis);
        expected_shape.push_back(1);
      }
      chosen.push_back(random_entry(length, random));
      indices.push_back(chosen.back().index);
      if (chosen.back().keeps_axis) {
        expected_shape.push_back(static_cast<std::int64_t>(chosen.back().positions.size()));
      }
    }
    Ints expected;
    for (const int i : chosen[0].positions) {
      for (const int j : chosen[1].positions) {
        for (const int k : chosen[2].positions) expected.push_back((i * 5 + j) * 6 + k);
      }
    }
    const Tensor result = get_item(x, indices);
    ASSERT_EQ(result.shape(), expected_shape);
    ASSERT_EQ(result.to_vector<int>(), expected);
  }
}

TEST(GetItem, GivesViewsThatWriteThrough) {
  const Tensor x = counted({2, 3});
  x[1].fill(7);
  x[{ellipsis, 0}].assign(Tensor{8, 9});
  EXPECT_EQ(x.to_vector<int>(), (Ints{8, 1, 2, 9, 7, 7}));
  EXPECT_EQ(x.version(), 2u);
  x[{Slice{}, Slice{std::nullopt, std::nullopt, -1}}].assign(x);
  EXPECT_EQ(x.to_vector<int>(), (Ints{2, 1, 8, 7, 7, 9}));
}

TEST(GetItem, RefusesWhatIsOutOfRange) {
  const Tensor x = counted({2, 3});
  EXPECT_THROW(x[2], IndexError);
  EXPECT_THROW((x[{0, -4}]), IndexError);
  EXPECT_THROW((x[{0, 0, 0}]), IndexError);
  EXPECT_THROW((x[{ellipsis, ellipsis}]), IndexError);
  EXPECT_THROW((x[Slice{0, 1, 0}]), ValueError);
  EXPECT_THROW(Tensor(1)[0], IndexError);
}

// --- tensors of indices --------------------------------------------------------------------------

struct AdvancedCase {
  Indices indices;
  Shape shape;
  Ints values;
};

// What NumPy gives for arange(24).reshape(3, 4, 2)[indices].
// clang-format off
const std::vector<AdvancedCase> advanced_cases = {
    {{Tensor{{2, 0}}}, {1, 2, 4, 2}, {16, 17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7}},
    {{Tensor{0, 2}, Tensor{1, 3}}, {2, 2}, {2, 3, 22, 23}},
    {{Tensor{0, 2}, Tensor{1, 3}, Tensor{1, 0}}, {2}, {3, 22}},
    {{Slice{}, Tensor{3, 0, 0}}, {3, 3, 2}, {6, 7, 0, 1, 0, 1, 14, 15, 8, 9, 8, 9, 22, 23, 16, 17, 16, 17}},
    {{Slice{}, Tensor{1, -1}, 0}, {3, 2}, {2, 6, 10, 14, 18, 22}},
    {{Tensor{0, 1}, Slice{}, Tensor{0, 1}}, {2, 4}, {0, 2, 4, 6, 9, 11, 13, 15}},
    {{Tensor{{0, 1}, {2, 0}}}, {2, 2, 4, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7}},
    {{Tensor{{0}, {2}}, Tensor{1, 3}}, {2, 2, 2}, {2, 3, 6, 7, 18, 19, 22, 23}},
    {{ellipsis, Tensor{1, 0}}, {3, 4, 2}, {1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14, 17, 16, 19, 18, 21, 20, 23, 22}},
    {{Slice{}, Slice{}, Tensor{1}}, {3, 4, 1}, {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23}},
    {{0, Tensor{1, 2}}, {2, 2}, {2, 3, 4, 5}},
    {{0, Slice{}, Tensor{1, 1, 0}}, {3, 4}, {1, 3, 5, 7, 1, 3, 5, 7, 0, 2, 4, 6}},
    {{Tensor{1, 2}, newaxis, Tensor{0, 3}}, {2, 1, 2}, {8, 9, 22, 23}},
    {{newaxis, Tensor{1, 2}}, {1, 2, 4, 2}, {8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
    {{Slice{std::nullopt, std::nullopt, -1}, Tensor{1, 2}}, {3, 2, 2}, {18, 19, 20, 21, 10, 11, 12, 13, 2, 3, 4, 5}},
    {{Slice{1, std::nullopt}, Slice{std::nullopt, std::nullopt, 2}, Tensor{1}}, {2, 2, 1}, {9, 13, 17, 21}},
    {{Tensor{0}, ellipsis, Tensor{1}}, {1, 4}, {1, 3, 5, 7}},
    {{Slice{}, Tensor{0}, ellipsis, Tensor{1}}, {1, 3}, {1, 9, 17}},
    {{1, ellipsis, Tensor{0, 1}}, {2, 4}, {8, 10, 12, 14, 9, 11, 13, 15}},
    {{Tensor{true, false, true}}, {2, 4, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23}},
    {{Tensor{{false, true, false, false}, {false, false, true, false}, {false, false, false, true}}}, {3, 2}, {2, 3, 12, 13, 22, 23}},
    {{Slice{}, Tensor{false, true, true, false}}, {3, 2, 2}, {2, 3, 4, 5, 10, 11, 12, 13, 18, 19, 20, 21}},
    {{Tensor{{false, true, false, false}, {false, false, true, false}, {false, false, false, true}}, 1}, {3}, {3, 13, 23}},
    {{Tensor{true, false, true}, Tensor{1, 2}}, {2, 2}, {2, 3, 20, 21}},
    {{Slice{}, Slice{}, Tensor{true, false}}, {3, 4, 1}, {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22}},
    {{Tensor{{{false, false}, {false, false}, {false, false}, {false, false}}, {{false, false}, {false, false}, {false, false}, {false, false}}, {{false, false}, {false, false}, {false, false}, {false, false}}}}, {0}, {}},
    {{Tensor{{{false, false}, {false, true}, {false, false}, {false, false}}, {{false, false}, {true, false}, {false, false}, {false, false}}, {{false, true}, {false, false}, {false, false}, {false, false}}}}, {3}, {3, 10, 17}},
    {{Tensor(1)}, {4, 2}, {8, 9, 10, 11, 12, 13, 14, 15}},
    {{Slice{}, Tensor(std::vector<std::int64_t>{})}, {3, 0, 2}, {}},
    {{Tensor{-1, -3}, -1, Tensor{0, -2}}, {2}, {22, 6}},
    {{Tensor{1}, Slice{0, 0}}, {1, 0, 2}, {}},
    {{Tensor{false, false, false}}, {0, 4, 2}, {}},
    {{Slice{}, Tensor{{0, 1}, {2, 3}}, Slice{std::nullopt, std::nullopt, -1}}, {3, 2, 2, 2}, {1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14, 17, 16, 19, 18, 21, 20, 23, 22}},
    {{Tensor{0, 1, 2}, Tensor{{0}, {1}}}, {2, 3, 2}, {0, 1, 8, 9, 16, 17, 2, 3, 10, 11, 18, 19}},
    {{newaxis, Tensor{{false, true, false, false}, {false, false, true, false}, {false, false, false, true}}}, {1, 3, 2}, {2, 3, 12, 13, 22, 23}},
    {{0, 0, Tensor{1, 0, 1}}, {3}, {1, 0, 1}},
};
// clang-format on

TEST(AdvancedIndex, AgreesWithNumpy) {
  const Tensor x = counted({3, 4, 2});
  for (std::size_t i = 0; i < advanced_cases.size(); ++i) {
    const auto& [indices, shape, values] = advanced_cases[i];
    const Tensor result = get_item(x, indices);
    EXPECT_EQ(result.shape(), shape) << "case " << i;
    EXPECT_EQ(result.to_vector<int>(), values) << "case " << i;
    EXPECT_TRUE(result.is_contiguous()) << "case " << i;
  }
}

TEST(AdvancedIndex, PicksFromAnyStrides) {
  const Tensor x = counted({4, 3}).T();
  EXPECT_EQ((x[{Tensor{2, 0}}].to_vector<int>()), (Ints{2, 5, 8, 11, 0, 3, 6, 9}));
  EXPECT_EQ((flip(x)[{Slice{}, Tensor{0, 3}}].to_vector<int>()), (Ints{11, 2, 10, 1, 9, 0}));
  const Tensor repeated = broadcast_to(Tensor{1, 2}, {3, 2});
  EXPECT_EQ((repeated[{Tensor{1, 1}, Tensor{0, 1}}].to_vector<int>()), (Ints{1, 2}));
}

TEST(AdvancedIndex, ReadsIndicesOfAnyIntegerTypeAndStrides) {
  const Tensor x = counted({5});
  for (const DType dtype : {int8, uint8, int32, int64}) {
    EXPECT_EQ(x[Tensor({4, 0}, dtype)].to_vector<int>(), (Ints{4, 0}));
  }
  EXPECT_EQ(x[flip(Tensor{1, 2, 3})].to_vector<int>(), (Ints{3, 2, 1}));
}

TEST(AdvancedIndex, RefusesBadIndicesBeforeAnyWork) {
  const Tensor x = counted({3, 4});
  EXPECT_THROW((x[Tensor{0, 3}]), IndexError);
  EXPECT_THROW((x[Tensor{-4}]), IndexError);
  EXPECT_THROW((x[Tensor{0.0, 1.0}]), DTypeError);
  EXPECT_THROW((x[{Tensor{0, 1}, Tensor{0, 1, 2}}]), ShapeError);
  EXPECT_THROW((x[Tensor{true, false}]), IndexError);
  EXPECT_THROW(x[Tensor(true)], IndexError);
  EXPECT_THROW((x[{Tensor{0}, Tensor{0}, Tensor{0}}]), IndexError);
  EXPECT_THROW((zeros({0, 2})[Tensor{0}]), IndexError);
  EXPECT_THROW(x[Tensor()], ValueError);
}

TEST(AdvancedIndex, NamesTheIndexAndItsAxis) {
  try {
    counted({3, 4})[{Slice{}, Tensor{0, 9}}];
    FAIL() << "no error";
  } catch (const IndexError& error) {
    EXPECT_STREQ(error.what(),
                 "[Tensor] expected an index in [-4, 4) for axis 1 of shape (3, 4). Received: 9.");
  }
}

// --- writing -------------------------------------------------------------------------------------

TEST(SetItem, WritesThroughEveryAdvancedIndex) {
  for (std::size_t i = 0; i < advanced_cases.size(); ++i) {
    const auto& [indices, shape, values] = advanced_cases[i];
    Tensor x = counted({3, 4, 2});
    Ints expected = x.to_vector<int>();
    for (const int value : values) expected[static_cast<std::size_t>(value)] = -value;
    set_item(x, indices, -get_item(x, indices));
    EXPECT_EQ(x.to_vector<int>(), expected) << "case " << i;
    EXPECT_EQ(x.version(), 1u);
  }
}

TEST(SetItem, BroadcastsAndCasts) {
  Tensor x = counted({3, 2});
  set_item(x, {Tensor{2, 0}}, Tensor{7.9, -8.9});
  EXPECT_EQ(x.to_vector<int>(), (Ints{7, -8, 2, 3, 7, -8}));
  set_item(x, {x > 0}, Tensor(0));
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, -8, 0, 0, 0, -8}));
  set_item(x, {1, Slice{}}, Tensor{5, 6});
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, -8, 5, 6, 0, -8}));
}

TEST(SetItem, LastValueStaysWhereAnIndexComesTwice) {
  Tensor x = zeros({3});
  set_item(x, {Tensor{1, 1, 0, 1}}, Tensor{1, 2, 3, 4});
  EXPECT_EQ(x.to_vector<int>(), (Ints{3, 4, 0}));
}

TEST(SetItem, MisfitsLeaveTheTensorAsItWas) {
  Tensor x = counted({3, 2});
  EXPECT_THROW(set_item(x, {Tensor{0, 1}}, Tensor{1, 2, 3}), ShapeError);
  EXPECT_THROW(set_item(x, {Tensor{0, 5}}, Tensor(1)), IndexError);
  EXPECT_THROW(set_item(x, {5}, Tensor(1)), IndexError);
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(x.version(), 0u);
  Tensor repeated = broadcast_to(Tensor(1), {3});
  EXPECT_THROW(set_item(repeated, {Tensor{0}}, Tensor(1)), ValueError);
}

TEST(Slice, TakesAWindow) {
  const Tensor x = counted({3, 4});
  EXPECT_EQ(slice(x, {1, 1}, {2, 2}).to_vector<int>(), (Ints{5, 6, 9, 10}));
  EXPECT_THROW(slice(x, {1, 3}, {2, 2}), IndexError);
  EXPECT_THROW(slice(x, {-1, 0}, {1, 1}), IndexError);
  EXPECT_THROW(slice(x, {0, INT64_MAX}, {1, 1}), IndexError);
  EXPECT_THROW(slice(x, {0}, {1}), ShapeError);
}

TEST(SliceUpdate, WritesIntoACopy) {
  const Tensor x = counted({2, 3});
  const Tensor y = slice_update(x, {0, 1}, Tensor{{7}, {8}});
  EXPECT_EQ(y.to_vector<int>(), (Ints{0, 7, 2, 3, 8, 5}));
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5}));
  EXPECT_THROW(slice_update(x, {0, 3}, Tensor{{7}}), IndexError);
  EXPECT_THROW(slice_update(x, {0}, Tensor{7}), ShapeError);
}

// --- gradients -----------------------------------------------------------------------------------

Tensor weighted(const Tensor& y) {
  return y * arange(1.0, static_cast<double>(y.size()) + 1, 1, y.dtype()).reshape(y.shape());
}

TEST(GetItem, GradientsOfEveryIndexAgreeWithDifferences) {
  const Tensor x = linspace(-1, 1, 24).reshape({3, 4, 2});
  std::vector<Indices> all = {{1}, {Slice{std::nullopt, std::nullopt, -2}, newaxis, 0}, {ellipsis}};
  for (const AdvancedCase& test : advanced_cases) all.push_back(test.indices);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto report = check_gradients([&](const Tensors& in) { return get_item(in[0], all[i]); },
                                        {x}, {.jacobians = i < 3});
    EXPECT_TRUE(report.ok) << "case " << i << ": " << report.message;
  }
}

TEST(GetItem, SecondDerivativesAgreeWithDifferences) {
  const Tensor x = linspace(-1, 1, 24).reshape({3, 4, 2});
  const std::vector<Indices> all = {{1, Slice{1, std::nullopt}},
                                    {Slice{}, Tensor{1, 1, 0}},
                                    {Tensor{0, 2, 0}, Slice{}, Tensor{1, 0, 1}}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto gradient = [&](const Tensors& in) {
      GradientTape tape;
      const Tensor y = get_item(in[0] * in[0], all[i]);
      return tape.gradient(weighted(y * y), in[0]);
    };
    const auto report = check_gradients(gradient, {x});
    EXPECT_TRUE(report.ok) << "case " << i << ": " << report.message;
  }
}

TEST(SliceUpdate, GradientsAgreeWithDifferences) {
  const auto update = [](const Tensors& in) { return slice_update(in[0], {1, 0}, in[1]); };
  const Tensors inputs = {linspace(0, 1, 6).reshape({2, 3}), linspace(2, 3, 2).reshape({1, 2})};
  const auto report = check_gradients(update, inputs);
  EXPECT_TRUE(report.ok) << report.message;
  const auto gradient = [&](const Tensors& in) {
    GradientTape tape({.persistent = true});
    const Tensor y = update({in[0] * in[1][{0, 0}], in[1] * in[1]});
    return tape.gradient(weighted(y * y), in[1]);
  };
  const auto second = check_gradients(gradient, inputs);
  EXPECT_TRUE(second.ok) << second.message;
}

}  // namespace
}  // namespace beras::ops
