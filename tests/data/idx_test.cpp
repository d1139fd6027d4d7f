#include <beras/base/error.h>
#include <beras/data/idx.h>

#include <gtest/gtest.h>

#include "tests/data/files.h"
#include "tests/data/gzip.h"

namespace beras {
namespace {

using namespace std::string_literals;

const std::string two_by_three = "\0\0\x08\x02\0\0\0\x02\0\0\0\x03\1\2\3\4\5\xFF"s;

Tensor parse_idx(const std::string& bytes) { return idx_from_bytes(as_bytes(bytes)); }
std::string error_of_idx(const std::string& bytes) {
  return message_of<FormatError>([&] { parse_idx(bytes); });
}

TEST(Idx, ReadsBytes) {
  const Tensor tensor = parse_idx(two_by_three);
  EXPECT_EQ(tensor.shape(), (Shape{2, 3}));
  EXPECT_EQ(tensor.dtype(), uint8);
  EXPECT_FALSE(tensor.trainable());
  EXPECT_EQ(tensor.to_vector<int>(), (std::vector<int>{1, 2, 3, 4, 5, 255}));
}

TEST(Idx, ReadsEveryElementType) {
  const auto check = [](const std::string& type_and_elements, DType dtype,
                        const std::vector<double>& values) {
    const std::string bytes =
        "\0\0"s + type_and_elements[0] + "\1\0\0\0\2"s + type_and_elements.substr(1);
    const Tensor tensor = parse_idx(bytes);
    EXPECT_EQ(tensor.dtype(), dtype);
    EXPECT_EQ(tensor.to_vector<double>(), values);
  };
  check("\x08\1\xFF"s, uint8, {1, 255});
  check("\x09\1\xFF"s, int8, {1, -1});
  check("\x0B\1\2\xFF\xFE"s, int32, {258, -2});
  check("\x0C\1\2\3\4\xFF\xFF\xFF\xFE"s, int32, {16909060, -2});
  check("\x0D\x3F\x80\0\0\xC0\x20\0\0"s, float32, {1, -2.5});
  check("\x0E\x3F\xF0\0\0\0\0\0\0\xC0\4\0\0\0\0\0\0"s, float64, {1, -2.5});
}

TEST(Idx, ReadsScalarsAndEmptyAxes) {
  EXPECT_EQ(parse_idx("\0\0\x08\0\7"s).item<int>(), 7);
  EXPECT_EQ(parse_idx("\0\0\x0D\2\0\0\0\0\0\0\0\3"s).shape(), (Shape{0, 3}));
}

TEST(Idx, ReadsFilesGzippedOrNot) {
  const ScratchFolder folder;
  write_file(folder / "plain", two_by_three);
  write_file(folder / "packed", gzipped(two_by_three));
  // Gzip files one after the other unpack to one.
  write_file(folder / "two", gzipped(two_by_three.substr(0, 7)) + gzipped(two_by_three.substr(7)));
  for (const char* name : {"plain", "packed", "two"})
    EXPECT_EQ(load_idx(folder / name).to_vector<int>(), (std::vector<int>{1, 2, 3, 4, 5, 255}))
        << name;
}

TEST(Idx, RefusesFilesThatCannotBeRead) {
  const ScratchFolder folder;
  EXPECT_EQ(message_of<FormatError>([&] { load_idx(folder / "missing"); }),
            "[load_idx] expected a readable file at \"" + folder / "missing" +
                "\". Received: No such file or directory.");
  EXPECT_NE(message_of<FormatError>([&] { load_idx(folder.path()); }).find("Is a directory"),
            std::string::npos);
}

TEST(Idx, RefusesTruncation) {
  for (std::size_t size = 0; size < two_by_three.size(); ++size) {
    EXPECT_THROW(parse_idx(two_by_three.substr(0, size)), FormatError) << size;
    EXPECT_THROW(parse_idx(gzipped(two_by_three.substr(0, size))), FormatError) << size;
  }
  EXPECT_EQ(error_of_idx(two_by_three.substr(0, 17)),
            "[idx_from_bytes] expected 6 bytes for the elements of shape (2, 3) in memory. "
            "Received: 5.");
}

TEST(Idx, RefusesTruncatedGzip) {
  const std::string packed = gzipped(two_by_three);
  for (std::size_t size = 2; size < packed.size(); ++size)
    EXPECT_THROW(parse_idx(packed.substr(0, size)), FormatError) << size;
}

TEST(Idx, RefusesChangedGzip) {
  std::string packed = gzipped(two_by_three);
  packed[packed.size() - 6] ^= 1;  // in the checksum
  EXPECT_EQ(error_of_idx(packed),
            "[idx_from_bytes] expected gzipped data in memory. Received: \"incorrect data check\" "
            "from zlib.");
}

TEST(Idx, RefusesTrailingBytes) {
  const std::string message =
      "[idx_from_bytes] expected the end after the last element in memory. Received: more bytes.";
  EXPECT_EQ(error_of_idx(two_by_three + "x"), message);
  EXPECT_EQ(error_of_idx(gzipped(two_by_three + "x")), message);
  EXPECT_EQ(error_of_idx(gzipped(two_by_three) + "x"), message);
}

TEST(Idx, RefusesOtherMagic) {
  EXPECT_EQ(error_of_idx("\0\1\x08\0\7"s),
            "[idx_from_bytes] expected IDX magic 0x0000 in memory. Received: 0x0001.");
  EXPECT_EQ(error_of_idx("\0\0\x0A\0\7"s),
            "[idx_from_bytes] expected an IDX element type (0x08, 0x09 or 0x0B to 0x0E) in memory. "
            "Received: 0x0A.");
}

TEST(Idx, RefusesSizesBeyondTheFileWithoutGettingTheirMemory) {
  const std::string lying = "\0\0\x08\2\0\x0F\xFF\xFF\0\x10\0\0\1\2\3"s;  // 2^40 elements
  const auto peak = memory_statistics().peak;
  EXPECT_NE(error_of_idx(lying).find("shape (1048575, 1048576)"), std::string::npos);
  EXPECT_LT(memory_statistics().peak, peak + (1 << 20));
  EXPECT_NE(error_of_idx(gzipped(lying)).find("before the end"), std::string::npos);
  EXPECT_LT(memory_statistics().peak, peak + (std::size_t{1} << 24));
}

TEST(Idx, RefusesSizesThatOverflow) {
  const std::string most = "\xFF\xFF\xFF\xFF";
  EXPECT_EQ(error_of_idx("\0\0\x0E\3"s + most + most + most),
            "[idx_from_bytes] expected a shape of less than 2^63 bytes in memory. "
            "Received: (4294967295, 4294967295, 4294967295).");
  EXPECT_THROW(parse_idx(gzipped("\0\0\x0E\4\0\0\0\0"s + most + most + most)), FormatError);
}

}  // namespace
}  // namespace beras
