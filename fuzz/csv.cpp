#include <beras/data/csv.h>

#include "fuzz/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace beras;
  const auto read_text = [](std::span<const std::byte> bytes) { csv_text_from_bytes(bytes); };
  const auto read_floats = [](std::span<const std::byte> bytes) {
    csv_from_bytes(bytes, {.header = true, .missing_as_nan = true});
  };
  const auto read_integers = [](std::span<const std::byte> bytes) {
    csv_from_bytes(bytes, {.delimiter = ';', .skip_lines = 1, .dtype = int64});
  };
  fuzz::read_or_refuse(data, size, read_text);
  fuzz::read_or_refuse(data, size, read_floats);
  return fuzz::read_or_refuse(data, size, read_integers);
}
