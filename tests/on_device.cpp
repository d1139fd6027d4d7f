// Runs the tests of a program on the device that BERAS_TEST_DEVICE names: what they make of no
// other tensor lies there.
#include <beras/tensor/device.h>

#include <cstdlib>

namespace beras {
namespace {

struct OnDevice {
  OnDevice() {
    const char* name = std::getenv("BERAS_TEST_DEVICE");
    if (name) new DeviceScope(device_from_name(name));  // until the program ends
  }
};

// Before the constants of the tests are made.
__attribute__((init_priority(101))) const OnDevice on_device;

}  // namespace
}  // namespace beras
