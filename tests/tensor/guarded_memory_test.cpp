#include <beras/backend/elementwise.h>
#include <beras/base/error.h>
#include <beras/tensor/create.h>
#include <beras/tensor/guarded_memory_internal.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/message_of.h>

#include <sstream>

namespace beras {
namespace {

TEST(GuardedTensor, IsComputedByItsOwnKernels) {
  const Tensor x = Tensor{{1, 2, 3}, {4, 5, 6}}.astype(DType::float32).to(Device::guarded);
  const Tensor y = (x * 2 + x.T().sum(0).reshape({2, 1})).astype(DType::float64);
  EXPECT_EQ(y.device(), Device::guarded);
  EXPECT_EQ(y.to(Device::cpu).to_vector<double>(), (std::vector<double>{8, 10, 12, 23, 25, 27}));
}

TEST(GuardedTensor, IsMadeAndReadByCopies) {
  const DeviceScope scope(Device::guarded);
  const Tensor x{1.5, 2.5};
  EXPECT_EQ(x.device(), Device::guarded);
  EXPECT_EQ(x[1].item<float>(), 2.5F);
  EXPECT_EQ(x.to_vector<int>(), (std::vector<int>{1, 2}));
  EXPECT_EQ(Tensor::zeros({2}).to_vector<int>(), (std::vector<int>{0, 0}));
  EXPECT_EQ(ops::arange(3).to_vector<int>(), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(Tensor(std::vector<double>{7}).item<double>(), 7);
  EXPECT_EQ(Tensor(true).item<bool>(), true);
  std::ostringstream stream;
  stream << x << ops::arange(2000);
  EXPECT_EQ(stream.str(), "[1.5 2.5][   0    1    2 ... 1997 1998 1999]");
}

TEST(GuardedTensor, TakesValuesFromElsewhereInPlace) {
  Tensor x = Tensor::zeros({2, 2}, float32, Device::guarded);
  x.assign(Tensor{{1, 2}, {3, 4}});
  Tensor(x.T()[0]).assign(Tensor{9.0});
  EXPECT_EQ(x.to_vector<int>(), (std::vector<int>{9, 2, 9, 4}));
  Tensor here = Tensor::zeros({2}, int32);
  here.assign(x[1]);
  EXPECT_EQ(here.to_vector<int>(), (std::vector<int>{9, 4}));
}

TEST(GuardedTensor, RefusesWhatReadsItsMemory) {
  Tensor x = Tensor::zeros({2}, float32, Device::guarded);
  const auto message = message_of<ValueError>([&] { x.data<float>(); });
  EXPECT_EQ(message,
            "[Tensor] expected memory of the host. Received: a tensor of shape (2,) on device "
            "guarded. Use to(Device::cpu).");
  EXPECT_THROW(x.mutable_data<float>(), ValueError);
}

TEST(GuardedTensor, DoesNotMixWithOthers) {
  const Tensor here{1.0, 2.0}, there = here.to(Device::guarded);
  const auto message = message_of<ValueError>([&] { here + there; });
  EXPECT_NE(message.find("cpu and guarded"), std::string::npos) << message;
}

TEST(GuardedTensor, HasAPoolOfItsOwn) {
  const std::size_t host = memory_statistics().used;
  const std::size_t before = memory_statistics(Device::guarded).used;
  const Tensor x = Tensor::empty({1 << 20}, float32, Device::guarded);
  EXPECT_EQ(memory_statistics().used, host);
  EXPECT_EQ(memory_statistics(Device::guarded).used, before + (4 << 20));
  EXPECT_EQ(memory_statistics(Device::meta).used, 0u);
}

TEST(GuardedMemoryDeathTest, EndsTheProgramThatTouchesIt) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Tensor x = Tensor::zeros({2}, float32, Device::guarded);
  const auto* memory = static_cast<const volatile float*>(x.raw());
  EXPECT_DEATH(static_cast<void>(memory[0]), "");
  const auto kernels = backend::elementwise(Device::guarded);
  EXPECT_EQ(memory[0], 0);
}

}  // namespace
}  // namespace beras
