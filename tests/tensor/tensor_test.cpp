#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/create.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

using Floats = std::vector<float>;

TEST(Tensor, DescribesItself) {
  const Tensor x = Tensor::zeros({2, 3}, float64);
  EXPECT_EQ(x.shape(), (Shape{2, 3}));
  EXPECT_EQ(x.strides(), (Strides{3, 1}));
  EXPECT_EQ(x.rank(), 2u);
  EXPECT_EQ(x.size(), 6);
  EXPECT_EQ(x.dim(-1), 3);
  EXPECT_EQ(x.dtype(), float64);
  EXPECT_EQ(x.device(), Device::cpu);
  EXPECT_TRUE(x.is_contiguous());
  EXPECT_TRUE(x.trainable());
  EXPECT_EQ(x.version(), 0u);
  EXPECT_EQ(x.name(), "");
}

TEST(Tensor, ConstantsHaveTheirValue) {
  EXPECT_EQ(Tensor::zeros({3}).to_vector<float>(), (Floats{0, 0, 0}));
  EXPECT_EQ(Tensor::ones({2}, DType::bfloat16).to_vector<float>(), (Floats{1, 1}));
  EXPECT_EQ(Tensor::full({2}, 2.5).to_vector<float>(), (Floats{2.5, 2.5}));
  EXPECT_EQ(Tensor::full({2}, 2.5, int32).to_vector<float>(), (Floats{2, 2}));
  EXPECT_EQ(Tensor::full({2}, 7, boolean).to_vector<bool>(), (std::vector<bool>{true, true}));
}

TEST(Tensor, RankZeroAndEmptyAxes) {
  EXPECT_EQ(Tensor(4.5).shape(), Shape{});
  EXPECT_EQ(Tensor(4.5).item<float>(), 4.5f);
  const Tensor empty = Tensor::zeros({2, 0, 3});
  EXPECT_EQ(empty.size(), 0);
  EXPECT_TRUE(empty.to_vector<float>().empty());
  EXPECT_THROW(empty.item<float>(), ValueError);
}

TEST(Tensor, HandlesShareEverything) {
  Tensor a = Tensor::zeros({2});
  Tensor b = a;
  b.name("kernel").trainable(false);
  b.fill(3);
  EXPECT_TRUE(a.same_as(b));
  EXPECT_EQ(a.id(), b.id());
  EXPECT_EQ(a.name(), "kernel");
  EXPECT_FALSE(a.trainable());
  EXPECT_EQ(a.to_vector<float>(), (Floats{3, 3}));
}

TEST(Tensor, IdsAreNeverReused) {
  std::set<std::uint64_t> ids;
  for (int i = 0; i < 10000; ++i) ids.insert(Tensor::empty({1}).id());
  std::vector<std::vector<std::uint64_t>> of_threads(3);
  std::vector<std::thread> threads;
  for (auto& mine : of_threads) {
    threads.emplace_back([&mine] {
      for (int i = 0; i < 10000; ++i) mine.push_back(Tensor::empty({1}).id());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : of_threads) ids.insert(mine.begin(), mine.end());
  EXPECT_EQ(ids.size(), 40000u);
}

TEST(Tensor, DetachSharesMemoryUnderAnotherIdentity) {
  Tensor x = Tensor::zeros({2});
  x.name("x");
  Tensor view = x.detach();
  EXPECT_NE(view.id(), x.id());
  EXPECT_EQ(view.name(), "");
  EXPECT_FALSE(view.trainable());
  EXPECT_FALSE(view.flows());
  view.fill(1);
  EXPECT_EQ(x.to_vector<float>(), (Floats{1, 1}));
  EXPECT_EQ(x.version(), 1u);
}

TEST(Tensor, RebindTakesOverForAllHandles) {
  Tensor x = Tensor::zeros({2});
  x.name("x");
  const Tensor handle = x;
  const Tensor y{1.0, 2.0, 3.0};
  x.rebind(y);
  EXPECT_EQ(handle.id(), y.id());
  EXPECT_EQ(handle.to_vector<float>(), (Floats{1, 2, 3}));
  EXPECT_EQ(handle.name(), "x");
  EXPECT_EQ(y.name(), "");
}

TEST(Tensor, SoleOwnerOnlyWithoutOtherHandlesViewsOrForeignMemory) {
  const Tensor x = Tensor::zeros({2});
  EXPECT_TRUE(x.is_sole_owner());
  {
    const Tensor handle = x;
    EXPECT_FALSE(x.is_sole_owner());
  }
  {
    const Tensor view = x.detach();
    EXPECT_FALSE(x.is_sole_owner());
  }
  EXPECT_TRUE(x.is_sole_owner());
  float foreign[2] = {0, 0};
  EXPECT_FALSE(Tensor::from_external(foreign, {2}, float32, nullptr).is_sole_owner());
}

TEST(Tensor, ExternalMemoryIsNotCopied) {
  auto owner = std::make_shared<Floats>(Floats{1, 2, 3, 4});
  Tensor x = Tensor::from_external(owner->data(), {2, 2}, float32, owner);
  const std::weak_ptr<Floats> watch = owner;
  float* memory = owner->data();
  owner.reset();
  EXPECT_EQ(x.raw(), memory);
  x.fill(5);
  EXPECT_EQ(memory[3], 5.f);
  const Tensor view = x.as_strided({2}, {1}, 2);
  x = Tensor();
  EXPECT_FALSE(watch.expired());
  EXPECT_EQ(view.to_vector<float>(), (Floats{5, 5}));
}

TEST(Tensor, ExternalMemoryIsChecked) {
  alignas(4) char bytes[12] = {};
  EXPECT_THROW(Tensor::from_external(nullptr, {2}, float32, nullptr), ValueError);
  EXPECT_THROW(Tensor::from_external(bytes + 1, {2}, float32, nullptr), ValueError);
  EXPECT_EQ(Tensor::from_external(nullptr, {0}, float32, nullptr).size(), 0);
}

TEST(Tensor, AsStridedStaysWithinTheMemory) {
  const Tensor x = ops::arange(12).as_strided({3, 4}, {4, 1}, 0);
  EXPECT_EQ(x.as_strided({2, 2}, {8, 2}, 1).to_vector<int>(), (std::vector<int>{1, 3, 9, 11}));
  EXPECT_EQ(x.as_strided({3}, {-4}, 11).to_vector<int>(), (std::vector<int>{11, 7, 3}));
  EXPECT_EQ(x.as_strided({2, 2}, {0, 1}, 4).to_vector<int>(), (std::vector<int>{4, 5, 4, 5}));
  EXPECT_THROW(x.as_strided({13}, {1}, 0), ValueError);
  EXPECT_THROW(x.as_strided({2}, {-1}, 0), ValueError);
  EXPECT_THROW(x.as_strided({2}, {INT64_MAX}, 0), ValueError);
  EXPECT_THROW(x.as_strided({2}, {1, 1}, 0), ValueError);
  EXPECT_THROW(x.as_strided({1}, {1}, -1), ValueError);
  EXPECT_EQ(x.as_strided({0}, {5}, 100).size(), 0);
}

TEST(Tensor, ContiguityIgnoresAxesOfLengthOne) {
  const Tensor x = Tensor::zeros({2, 3});
  EXPECT_TRUE(x.as_strided({2, 1, 3}, {3, 77, 1}, 0).is_contiguous());
  EXPECT_FALSE(x.as_strided({3, 2}, {1, 3}, 0).is_contiguous());
  EXPECT_FALSE(x.as_strided({2, 2}, {3, 1}, 0).is_contiguous());
  EXPECT_TRUE(x.as_strided({2, 0}, {9, 9}, 0).is_contiguous());
}

TEST(Tensor, DataChecksTypeAndLayout) {
  Tensor x = Tensor::zeros({2, 3});
  EXPECT_EQ(x.data<float>(), x.raw());
  EXPECT_EQ(x.span<float>().size(), 6u);
  EXPECT_THROW(x.data<double>(), DTypeError);
  EXPECT_THROW(x.as_strided({3, 2}, {1, 3}, 0).data<float>(), ValueError);
  x.mutable_data<float>()[0] = 1;
  EXPECT_EQ(x.version(), 1u);
}

TEST(Tensor, ItemCastsTheOnlyElement) {
  EXPECT_EQ(Tensor({{7}}, int64).item<std::int64_t>(), 7);
  EXPECT_EQ(Tensor({2.75}, DType::float16).item<int>(), 2);
  EXPECT_TRUE(Tensor(true).item<bool>());
  EXPECT_EQ(Tensor(1e30).item<int>(), INT32_MAX);
  EXPECT_THROW((Tensor{1, 2}.item<int>()), ValueError);
}

TEST(Tensor, IteratesOverItsFirstAxis) {
  const Tensor x = Tensor{{1, 2}, {3, 4}, {5, 6}};
  int rows = 0;
  for (const Tensor& row : x) {
    EXPECT_EQ(row.shape(), (Shape{2}));
    EXPECT_EQ(row.to_vector<int>()[0], 2 * rows + 1);
    ++rows;
  }
  EXPECT_EQ(rows, 3);
  EXPECT_THROW(Tensor(1.0).end(), IndexError);
}

TEST(Tensor, SizesBeyondTheMachineAreRefused) {
  EXPECT_THROW(Tensor::empty({std::int64_t{1} << 60}), BackendError);
  EXPECT_THROW(Tensor::empty({INT64_MAX}, float64), BackendError);
  EXPECT_THROW(Tensor::empty({INT64_MAX, 4}), BackendError);
  EXPECT_THROW(Tensor::empty({-1}), ShapeError);
}

TEST(Tensor, EveryUseOfAnUndefinedOneIsAnError) {
  const std::vector<std::function<void(Tensor&)>> uses = {
      [](Tensor& x) { x.shape(); },
      [](Tensor& x) { x.dim(0); },
      [](Tensor& x) { x.dtype(); },
      [](Tensor& x) { x.size(); },
      [](Tensor& x) { x.strides(); },
      [](Tensor& x) { x.device(); },
      [](Tensor& x) { x.is_contiguous(); },
      [](Tensor& x) { x.trainable(); },
      [](Tensor& x) { x.trainable(false); },
      [](Tensor& x) { x.name(); },
      [](Tensor& x) { x.name("x"); },
      [](Tensor& x) { x.id(); },
      [](Tensor& x) { x.version(); },
      [](Tensor& x) { x.data<float>(); },
      [](Tensor& x) { x.mutable_data<float>(); },
      [](Tensor& x) { x.to_vector<float>(); },
      [](Tensor& x) { x.item<float>(); },
      [](Tensor& x) { x.fill(1); },
      [](Tensor& x) { x.assign(Tensor(1.0)); },
      [](Tensor& x) { Tensor(1.0).assign(x); },
      [](Tensor& x) { x.detach(); },
      [](Tensor& x) { x.as_strided({}, {}, 0); },
      [](Tensor& x) { x.raw(); },
      [](Tensor& x) { x.is_sole_owner(); },
      [](Tensor& x) { x.flows(); },
      [](Tensor& x) { x.rebind(Tensor(1.0)); },
      [](Tensor& x) { Tensor(1.0).rebind(x); },
      [](Tensor& x) { x[0]; },
      [](Tensor& x) { x.reshape({1}); },
      [](Tensor& x) { x.transpose(); },
      [](Tensor& x) { x.copy(); },
      [](Tensor& x) { x.contiguous(); },
      [](Tensor& x) { x.end(); },
  };
  Tensor moved_from{1.0};
  const Tensor keeper = std::move(moved_from);
  Tensor undefined;
  EXPECT_FALSE(undefined.defined());
  EXPECT_FALSE(moved_from.defined());
  for (std::size_t i = 0; i < uses.size(); ++i) {
    EXPECT_THROW(uses[i](undefined), ValueError) << "use " << i;
    EXPECT_THROW(uses[i](moved_from), ValueError) << "use " << i;
  }
  try {
    undefined.shape();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[Tensor] expected a defined tensor. Received: an undefined one "
                 "(default-constructed or moved from).");
  }
}

}  // namespace
}  // namespace beras
