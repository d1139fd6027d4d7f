#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/parallel.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/indexing.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using Ints = std::vector<int>;
using Floats = std::vector<float>;

const Tensor y = Tensor{{10, 30, 20}, {60, 40, 50}};

TEST(Take, PicksAlongAnAxisLikeNumpy) {
  const Tensor picked = take(y, Tensor{{0, -1}, {2, 1}}, 1);
  EXPECT_EQ(picked.shape(), (Shape{2, 2, 2}));
  EXPECT_EQ(picked.to_vector<int>(), (Ints{10, 20, 20, 30, 60, 50, 50, 40}));
  EXPECT_EQ(take(y, Tensor{5, -6}).to_vector<int>(), (Ints{50, 10}));
  EXPECT_EQ(take(y, Tensor(1), 0).to_vector<int>(), (Ints{60, 40, 50}));
  EXPECT_EQ(gather(y, Tensor{1, 1, 0}).shape(), (Shape{3, 3}));
}

TEST(Take, RefusesBadIndices) {
  EXPECT_THROW(take(y, Tensor{2}, 0), IndexError);
  EXPECT_THROW(take(y, Tensor{-7}), IndexError);
  EXPECT_THROW(take(y, Tensor{0}, 2), IndexError);
  EXPECT_THROW(take(y, Tensor{0.5}, 0), DTypeError);
  EXPECT_THROW(take(y, Tensor{true}, 0), DTypeError);
}

TEST(TakeAlongAxis, PicksInEachRowLikeNumpy) {
  EXPECT_EQ(take_along_axis(y, Tensor{{0, 2, 1}, {1, 2, 0}}, 1).to_vector<int>(),
            (Ints{10, 20, 30, 40, 50, 60}));
  EXPECT_EQ(take_along_axis(y, Tensor{{-1}, {0}}, 1).to_vector<int>(), (Ints{20, 60}));
  EXPECT_EQ(take_along_axis(y, Tensor{{0, 1, 1}}, 0).to_vector<int>(), (Ints{10, 40, 50}));
  EXPECT_EQ(take_along_axis(y, Tensor{5, 0}, std::nullopt).to_vector<int>(), (Ints{50, 10}));
  EXPECT_EQ(take_along_axis(Tensor{{1, 2}}, Tensor{{0}, {1}, {0}}, 1).to_vector<int>(),
            (Ints{1, 2, 1}));
}

TEST(TakeAlongAxis, RefusesMisfits) {
  EXPECT_THROW(take_along_axis(y, Tensor{0}, 1), ShapeError);
  EXPECT_THROW(take_along_axis(y, Tensor{{0}, {1}, {2}}, 1), ShapeError);
  EXPECT_THROW(take_along_axis(y, Tensor{{3}, {0}}, 1), IndexError);
}

TEST(ScatterUpdate, ReplacesRows) {
  const Tensor x = zeros({4, 2});
  const Tensor updated = scatter_update(x, Tensor{{3}, {0}}, Tensor{{1, 2}, {3, 4}});
  EXPECT_EQ(updated.to_vector<int>(), (Ints{3, 4, 0, 0, 0, 0, 1, 2}));
  EXPECT_EQ(x.to_vector<int>(), Ints(8, 0));
  const Tensor elements = scatter_update(x, Tensor{{3, 1}, {0, -1}}, Tensor{5, 6});
  EXPECT_EQ(elements.to_vector<int>(), (Ints{0, 6, 0, 0, 0, 0, 0, 5}));
}

TEST(ScatterUpdate, LastUpdateStays) {
  EXPECT_EQ(scatter_update(zeros({2}), Tensor{{1}, {1}}, Tensor{5, 6}).to_vector<int>(),
            (Ints{0, 6}));
}

TEST(ScatterUpdate, CombinesAllUpdatesOfAnIndex) {
  const Tensor x{1, 2, 3, 4};
  const Tensor indices{{2}, {0}, {2}, {-2}, {0}}, updates{5, 6, 7, 2, -1};
  const auto combined = [&](const char* reduction) {
    return scatter_update(x, indices, updates, reduction).to_vector<int>();
  };
  EXPECT_EQ(combined("add"), (Ints{6, 2, 17, 4}));
  EXPECT_EQ(combined("mul"), (Ints{-6, 2, 210, 4}));
  EXPECT_EQ(combined("max"), (Ints{6, 2, 7, 4}));
  EXPECT_EQ(combined("min"), (Ints{-1, 2, 2, 4}));
  EXPECT_EQ(x.to_vector<int>(), (Ints{1, 2, 3, 4}));
  EXPECT_THROW(combined("sum"), ValueError);
}

TEST(ScatterUpdate, CombinesRowsAndLongRuns) {
  const Tensor rows =
      scatter_update(ones({2, 2}), Tensor{{1}, {1}, {1}}, Tensor{{1, 2}, {3, 4}, {5, 6}}, "mul");
  EXPECT_EQ(rows.to_vector<int>(), (Ints{1, 1, 15, 48}));
  const Tensor places = zeros({37, 1}, int32);
  EXPECT_EQ(scatter_update(zeros({2}), places, ones({37}), "add").to_vector<int>(), (Ints{37, 0}));
  const Tensor twos = scatter_update(ones({1}), places[{Slice{0, 20}}], full({20}, 2), "mul");
  EXPECT_EQ(twos.to_vector<int>(), (Ints{1 << 20}));
  EXPECT_EQ(scatter_update(ones({2}), zeros({0, 1}, int32), zeros({0}), "max").to_vector<int>(),
            (Ints{1, 1}));
}

TEST(ScatterUpdate, HasTheGradientsOfItsReductions) {
  for (const char* reduction : {"add", "mul", "max", "min"}) {
    const auto report = check_gradients(
        [reduction](const Tensors& in) {
          return scatter_update(in[0], Tensor{{2}, {0}, {2}, {2}}, in[1], reduction);
        },
        {Tensor({1.5, 2, 3}, float64), Tensor({0.5, 4, -1, 2.5}, float64)});
    EXPECT_TRUE(report.ok) << reduction << ": " << report.message;
  }
}

TEST(ScatterUpdate, RefusesMisfits) {
  const Tensor x = zeros({4, 2});
  EXPECT_THROW(scatter_update(x, Tensor{{4}}, Tensor{{1, 2}}), IndexError);
  EXPECT_THROW(scatter_update(x, Tensor{{0}}, Tensor{1, 2}), ShapeError);
  EXPECT_THROW(scatter_update(x, Tensor{{0, 0, 0}}, Tensor{1}), ShapeError);
  EXPECT_THROW(scatter_update(x, Tensor(0), Tensor{1}), ShapeError);
}

TEST(Scatter, AddsWhereAnIndexComesTwice) {
  const Tensor sums = scatter(Tensor{{1}, {0}, {1}}, Tensor{{1, 2}, {3, 4}, {5, 6}}, {3, 2});
  EXPECT_EQ(sums.to_vector<int>(), (Ints{3, 4, 6, 8, 0, 0}));
  EXPECT_THROW(scatter(Tensor{{1}}, Tensor{true}, {3}), DTypeError);
}

TEST(Scatter, SumsInFloatWhereTheDtypeIsHalf) {
  const Tensor ones = Tensor::ones({4096}, DType::bfloat16);
  const Tensor sum = scatter(Tensor::zeros({4096, 1}, int32), ones, {1});
  EXPECT_EQ(sum.dtype(), DType::bfloat16);
  EXPECT_EQ(sum.item<float>(), 4096.f);
}

TEST(Scatter, HasTheSameBitsForAnyNumberOfThreads) {
  const int before = num_threads();
  const std::int64_t rows = 3000;
  const Tensor indices = Tensor::empty({rows, 1}, int32);
  for (std::int64_t i = 0; i < rows; ++i) {
    static_cast<int*>(indices.raw())[i] = static_cast<int>(i * i % 7);
  }
  const Tensor values = 1.0 / (arange(1.0, rows * 64 + 1.0).reshape({rows, 64}));
  std::vector<Floats> results;
  for (const int threads : {1, 2, 5}) {
    set_num_threads(threads);
    results.push_back(scatter(indices, values, {7, 64}).to_vector<float>());
  }
  set_num_threads(before);
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
}

TEST(OneHot, PutsOnesAtTheClasses) {
  EXPECT_EQ(one_hot(Tensor{1, 0, 3}, 3).to_vector<int>(), (Ints{0, 1, 0, 1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(one_hot(Tensor{-1}, 2).to_vector<int>(), (Ints{0, 0}));
  EXPECT_EQ(one_hot(Tensor{1, 0}, 3, {.axis = 0}).to_vector<int>(), (Ints{0, 1, 1, 0, 0, 0}));
  EXPECT_EQ(one_hot(Tensor(2), 3, {.dtype = int32}).to_vector<int>(), (Ints{0, 0, 1}));
  EXPECT_EQ(one_hot(Tensor{{0}, {1}}, 2).shape(), (Shape{2, 1, 2}));
  EXPECT_EQ(one_hot(Tensor{1, 0}, 2).dtype(), float32);
}

TEST(OneHot, RefusesWhatIsNoClass) {
  EXPECT_THROW(one_hot(Tensor{0.5}, 2), DTypeError);
  EXPECT_THROW(one_hot(Tensor{0}, -1), ValueError);
  EXPECT_THROW(one_hot(Tensor{0}, 2, {.axis = 2}), IndexError);
}

TEST(TakeOps, GradientsAgreeWithDifferences) {
  const Tensors inputs = {linspace(-1, 1, 6).reshape({2, 3}), linspace(2, 3, 3).reshape({3})};
  const std::vector<std::function<Tensor(const Tensors&)>> functions = {
      [](const Tensors& in) {
        return take(in[0], Tensor{{2, 2}, {0, -1}}, 1);
      },
      [](const Tensors& in) {
        return take(in[0], Tensor{5, 0, 5});
      },
      [](const Tensors& in) {
        return gather(in[0], Tensor{1, 1}) * in[1];
      },
      [](const Tensors& in) {
        return take_along_axis(in[0], Tensor{{2, 0}, {1, 1}}, 1);
      },
      [](const Tensors& in) {
        return scatter_update(in[0], Tensor{{1}}, in[1].reshape({1, 3}));
      },
      [](const Tensors& in) {
        return scatter_update(in[0], Tensor{{1, 0}, {1, 0}, {0, 2}}, in[1]);
      },
      [](const Tensors& in) {
        return scatter(Tensor{{4}, {1}, {4}}, in[1], {6});
      },
  };
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const auto report = check_gradients(functions[i], inputs);
    EXPECT_TRUE(report.ok) << "function " << i << ": " << report.message;
    const auto gradient = [&](const Tensors& in) {
      GradientTape tape({.persistent = true});
      const Tensor z = functions[i]({in[0] * in[0], in[1] * in[1]});
      const Tensor target = z * z;
      const GradientOptions zero{.unconnected_gradients = UnconnectedGradients::zero};
      return tape.gradient(target, in[0], zero).sum() + tape.gradient(target, in[1], zero).sum();
    };
    const auto second = check_gradients(gradient, inputs);
    EXPECT_TRUE(second.ok) << "function " << i << ": " << second.message;
  }
}

}  // namespace
}  // namespace beras::ops
