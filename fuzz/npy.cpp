#include <beras/data/npy.h>

#include "fuzz/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return beras::fuzz::read_or_refuse(
      data, size, [](std::span<const std::byte> bytes) { beras::npy_from_bytes(bytes); });
}
