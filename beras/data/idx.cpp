#include <fmt/format.h>

#include <array>

#include <beras/data/elements_internal.h>
#include <beras/data/idx.h>

namespace beras {
namespace {

data::Encoding encoding_of(const data::ByteSource& source, std::byte code) {
  switch (std::to_integer<int>(code)) {
    case 0x08:
      return data::Encoding::uint8;
    case 0x09:
      return data::Encoding::int8;
    case 0x0B:
      return data::Encoding::int16;
    case 0x0C:
      return data::Encoding::int32;
    case 0x0D:
      return data::Encoding::float32;
    case 0x0E:
      return data::Encoding::float64;
  }
  source.fail("an IDX element type (0x08, 0x09 or 0x0B to 0x0E)",
              fmt::format("0x{:02X}", std::to_integer<int>(code)));
}

Tensor read_idx(data::ByteSource& source) {
  std::array<std::byte, 4> magic{};
  source.read_exactly(magic, "IDX magic");
  if (magic[0] != std::byte{0} || magic[1] != std::byte{0})
    source.fail("IDX magic 0x0000", fmt::format("0x{:02X}{:02X}", std::to_integer<int>(magic[0]),
                                                std::to_integer<int>(magic[1])));
  const data::Encoding encoding = encoding_of(source, magic[2]);

  Shape shape(std::to_integer<std::size_t>(magic[3]));
  for (std::int64_t& length : shape) {
    std::array<std::byte, 4> bytes{};
    source.read_exactly(bytes, "a length");
    for (const std::byte byte : bytes) length = length << 8 | std::to_integer<std::int64_t>(byte);
  }
  Tensor tensor = data::read_elements(source, shape, encoding, std::endian::big);
  source.expect_end();
  return tensor;
}

}  // namespace

Tensor load_idx(const std::string& path) {
  return read_idx(*data::gunzip(data::open_file(path, "load_idx")));
}

Tensor idx_from_bytes(std::span<const std::byte> bytes) {
  return read_idx(*data::gunzip(data::open_memory(bytes, "idx_from_bytes")));
}

}  // namespace beras
