// Tensors on the device where nothing is computed.
#include <beras/base/error.h>
#include <beras/tensor/create.h>
#include <beras/tensor/tensor.h>
#include <gtest/gtest.h>
#include <tests/message_of.h>

#include <sstream>

namespace beras {
namespace {

TEST(MetaTensor, HasAShapeAndADtypeButNoMemory) {
  const std::size_t used = memory_statistics().used;
  const Shape huge{1 << 20, 1 << 20, 1 << 10};
  const Tensor x = Tensor::zeros(huge, float64, Device::meta);
  EXPECT_EQ(x.shape(), huge);
  EXPECT_EQ(x.dtype(), float64);
  EXPECT_EQ(x.device(), Device::meta);
  EXPECT_EQ(x.raw(), nullptr);
  EXPECT_EQ(memory_statistics().used, used);
  EXPECT_THROW(Tensor::empty({1 << 30, 1 << 30, 1 << 10}, float64, Device::meta), BackendError);
}

TEST(MetaTensor, IsMadeByEveryWayWithinAScope) {
  const DeviceScope scope(Device::meta);
  const std::vector<float> numbers{1, 2};
  for (const Tensor& x :
       {Tensor::ones({2}), Tensor::full({2}, 3), Tensor{1.0, 2.0}, Tensor(numbers),
        ops::arange(0, 2), ops::zeros({2}), ops::linspace(0, 1, 2), Tensor{1, 2}[Slice{}]}) {
    EXPECT_EQ(x.device(), Device::meta);
    EXPECT_EQ(x.shape(), (Shape{2}));
  }
  EXPECT_EQ(Tensor(1.5).device(), Device::meta);
  EXPECT_EQ(ops::eye(3).shape(), (Shape{3, 3}));
  EXPECT_THROW(Tensor({{1, 2}, {3}}), ShapeError);
}

TEST(MetaTensor, LeavesOtherDevicesAloneWithinAScope) {
  const Tensor before{1.0, 2.0};
  const DeviceScope scope(Device::meta);
  EXPECT_EQ(before.to_vector<float>(), (std::vector<float>{1, 2}));
  EXPECT_EQ(to_string(before), "[1. 2.]");
  const Tensor here = Tensor::full({2}, 3, float32, Device::cpu);
  EXPECT_EQ(here.to_vector<float>(), (std::vector<float>{3, 3}));
}

TEST(MetaTensor, WhatNeedsValuesNamesItself) {
  Tensor x = Tensor::ones({1}, float32, Device::meta);
  const auto names = [](const char* who, const std::string& message) {
    EXPECT_EQ(message.find(std::string("[") + who + "]"), 0u) << message;
    EXPECT_NE(message.find("no values on device meta"), std::string::npos) << message;
  };
  names("Tensor", message_of<ValueError>([&] { x.data<float>(); }));
  names("Tensor", message_of<ValueError>([&] { x.mutable_data<float>(); }));
  names("item", message_of<ValueError>([&] { x.item<float>(); }));
  names("to_vector", message_of<ValueError>([&] { x.to_vector<double>(); }));
  names("to", message_of<ValueError>([&] { x.to(Device::cpu); }));
  Tensor here{5.0};
  names("copy", message_of<ValueError>([&] { here.assign(x); }));
  EXPECT_EQ(here.item<float>(), 5);
}

TEST(MetaTensor, ShowsWhatItIs) {
  std::ostringstream stream;
  stream << Tensor::ones({2, 3}, DType::bfloat16, Device::meta);
  EXPECT_EQ(stream.str(), "Tensor(shape=(2, 3), dtype=bfloat16, device=meta)");
}

TEST(MetaTensor, ViewsCopiesAndWritesNeedNoMemory) {
  Tensor x = Tensor::zeros({4, 6}, float32, Device::meta);
  EXPECT_EQ((x[{1, Slice{0, 6, 2}}].shape()), (Shape{3}));
  EXPECT_EQ(x.reshape({-1, 3}).shape(), (Shape{8, 3}));
  EXPECT_EQ(x.T().contiguous().shape(), (Shape{6, 4}));
  EXPECT_EQ(x.astype(int32).dtype(), int32);
  EXPECT_EQ(x.copy().device(), Device::meta);
  EXPECT_EQ(x.detach().device(), Device::meta);
  x.assign(Tensor{1, 2, 3, 4, 5, 6});
  x.fill(1);
  x[0].assign(x[1]);
  EXPECT_THROW(x.assign(Tensor::ones({5})), ShapeError);
}

TEST(MetaTensor, GoesThereFromElsewhere) {
  const Tensor here{{1, 2}};
  const Tensor there = here.to(Device::meta);
  EXPECT_EQ(there.device(), Device::meta);
  EXPECT_EQ(there.shape(), here.shape());
  EXPECT_EQ(there.dtype(), here.dtype());
  EXPECT_TRUE(here.to(Device::cpu).same_as(here));
  EXPECT_TRUE(there.to(Device::meta).same_as(there));
}

}  // namespace
}  // namespace beras
