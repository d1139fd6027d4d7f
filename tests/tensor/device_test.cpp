#include <beras/base/error.h>
#include <beras/tensor/device.h>
#include <gtest/gtest.h>
#include <tests/message_of.h>

#include <sstream>
#include <thread>

namespace beras {
namespace {

TEST(Device, IsAKindAndAnIndex) {
  EXPECT_EQ(Device(), Device::cpu);
  EXPECT_NE(Device::cpu, Device::meta);
  EXPECT_EQ(Device::meta.kind, DeviceKind::meta);
  EXPECT_NE((Device{DeviceKind::meta, 1}), Device::meta);
  EXPECT_TRUE(Device::cpu.holds_values());
  EXPECT_FALSE(Device::meta.holds_values());
}

TEST(Device, HasANameOfItsOwn) {
  EXPECT_EQ(to_string(Device::cpu), "cpu");
  EXPECT_EQ(to_string(Device{DeviceKind::meta, 2}), "meta:2");
  std::ostringstream stream;
  stream << Device::meta;
  EXPECT_EQ(stream.str(), "meta");
}

TEST(Device, IsFoundByName) {
  EXPECT_EQ(device_from_name("cpu"), Device::cpu);
  EXPECT_EQ(device_from_name("cpu:0"), Device::cpu);
  EXPECT_EQ(device_from_name("meta"), Device::meta);
  const auto message = message_of<ValueError>([] { device_from_name("mets"); });
  EXPECT_NE(message.find("meta"), std::string::npos) << message;
  EXPECT_THROW(device_from_name("cpu:1"), ValueError);
  EXPECT_THROW(device_from_name(""), ValueError);
}

TEST(DeviceScope, NestsAndEnds) {
  EXPECT_EQ(default_device(), Device::cpu);
  {
    const DeviceScope meta(Device::meta);
    EXPECT_EQ(default_device(), Device::meta);
    EXPECT_EQ(weight_device(), Device::meta);
    {
      const DeviceScope cpu(Device::cpu);
      EXPECT_EQ(default_device(), Device::cpu);
    }
    EXPECT_EQ(default_device(), Device::meta);
  }
  EXPECT_EQ(default_device(), Device::cpu);
  EXPECT_EQ(weight_device(), Device::cpu);
}

TEST(DeviceScope, IsOfOneThread) {
  const DeviceScope meta(Device::meta);
  Device other = Device::meta;
  std::thread([&] { other = default_device(); }).join();
  EXPECT_EQ(other, Device::cpu);
}

TEST(ShapesOnly, LeavesTheWeightsDeviceAlone) {
  {
    const ShapesOnly shapes;
    EXPECT_EQ(default_device(), Device::meta);
    EXPECT_EQ(weight_device(), Device::cpu);
    const DeviceScope weights(weight_device());
    EXPECT_EQ(default_device(), Device::cpu);
  }
  EXPECT_EQ(default_device(), Device::cpu);
}

}  // namespace
}  // namespace beras
