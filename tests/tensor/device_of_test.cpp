#include <beras/base/error.h>
#include <beras/tensor/device_of.h>
#include <gtest/gtest.h>
#include <tests/message_of.h>

namespace beras {
namespace {

TEST(DeviceOf, IsWhereTheArgumentsLie) {
  const Tensor here(1.0), nowhere(1.0, DType::float32, Device::meta);
  EXPECT_EQ(device_of(here), Device::cpu);
  EXPECT_EQ(device_of(here, here, Tensor()), Device::cpu);
  EXPECT_EQ(device_of(here, nowhere), Device::meta);
  EXPECT_EQ(device_of(nowhere, here), Device::meta);
  EXPECT_EQ(device_of(Tensors{here, Tensor(), nowhere}), Device::meta);
  EXPECT_EQ(device_of(Tensors()), Device::cpu);
}

TEST(DeviceOf, IsMetaWithinAScopeForIt) {
  const Tensor here(1.0);
  const DeviceScope scope(Device::meta);
  EXPECT_EQ(device_of(here), Device::meta);
  EXPECT_EQ(device_of(here, here), Device::meta);
}

TEST(DeviceOf, RefusesTwoDevices) {
  const Device other{DeviceKind::cpu, 1};
  EXPECT_EQ(common_device(other, other), other);
  EXPECT_EQ(common_device(other, Device::meta), Device::meta);
  const auto message = message_of<ValueError>([&] { common_device(Device::cpu, other); });
  EXPECT_NE(message.find("cpu and cpu:1"), std::string::npos) << message;
}

TEST(CheckHasValues, NamesShapeAndDevice) {
  check_has_values(Tensor(1.0), "f");
  const auto message = message_of<ValueError>(
      [] { check_has_values(Tensor::empty({2}, float32, Device::meta), "f"); });
  EXPECT_EQ(message,
            "[f] expected a tensor with values. Received: one of shape (2,), which has no values "
            "on device meta.");
}

}  // namespace
}  // namespace beras
