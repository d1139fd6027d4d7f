#include <beras/base/error.h>
#include <beras/data/npy.h>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <limits>

#include "tests/data/files.h"

namespace beras {
namespace {

using namespace std::string_literals;

Tensor golden(const std::string& name) {
  return load_npy(BERAS_GOLDEN_DIR "/numpy/" + name + ".npy");
}
Tensor parse_npy(const std::string& bytes) { return npy_from_bytes(as_bytes(bytes)); }

/// A version 1 file with this dictionary.
std::string with_header(const std::string& dictionary, const std::string& elements = "") {
  return "\x93NUMPY\1\0"s + static_cast<char>(dictionary.size()) + '\0' + dictionary + elements;
}
std::string error_of_npy(const std::string& bytes) {
  return message_of<FormatError>([&] { parse_npy(bytes); });
}

struct GoldenArray {
  const char* name;
  DType dtype;
  Shape shape;
  std::vector<double> values;
};

TEST(Npy, ReadsWhatNumpyWrote) {
  std::vector<double> cube(24);
  for (int i = 0; i < 24; ++i) cube[i] = i;
  const GoldenArray arrays[] = {
      {"float32", float32, {2, 3}, {0, .25, .5, .75, 1, 1.25}},
      {"version_2", float32, {2, 3}, {0, .25, .5, .75, 1, 1.25}},
      {"version_3", float32, {2, 3}, {0, .25, .5, .75, 1, 1.25}},
      {"float64_fortran", float64, {2, 3}, {0, .125, .25, .375, .5, .625}},
      {"float64_big_endian", float64, {2, 3}, {0, .125, .25, .375, .5, .625}},
      {"float16", DType::float16, {2, 3}, {0, .25, .5, .75, 1, 1.25}},
      {"int8", int8, {2, 3}, {-3, -2, -1, 0, 1, 2}},
      {"int16_big_endian", int32, {2, 3}, {-300, -299, -298, -297, -296, -295}},
      {"uint16", int32, {2, 3}, {65530, 65531, 65532, 65533, 65534, 65535}},
      {"int32_cube_fortran", int32, {2, 3, 4}, cube},
      {"uint32",
       int64,
       {2, 3},
       {4294967290., 4294967291., 4294967292., 4294967293., 4294967294., 4294967295.}},
      {"int64",
       int64,
       {2, 3},
       {-0x1p40, -0x1p40 + 1, -0x1p40 + 2, -0x1p40 + 3, -0x1p40 + 4, -0x1p40 + 5}},
      {"uint8", uint8, {2, 3}, {250, 251, 252, 253, 254, 255}},
      {"bool", boolean, {2, 3}, {1, 0, 1, 0, 1, 0}},
      {"scalar", float32, {}, {2.5}},
      {"vector", float32, {3}, {0, 1, 2}},
      {"empty", float32, {0, 3}, {}},
  };
  for (const GoldenArray& array : arrays) {
    const Tensor tensor = golden(array.name);
    EXPECT_EQ(tensor.dtype(), array.dtype) << array.name;
    EXPECT_EQ(tensor.shape(), array.shape) << array.name;
    EXPECT_EQ(tensor.to_vector<double>(), array.values) << array.name;
    EXPECT_TRUE(tensor.is_contiguous()) << array.name;
    EXPECT_FALSE(tensor.trainable()) << array.name;
  }
}

TEST(Npy, RefusesDtypesThatBerasHasNot) {
  const auto error_of_golden = [](const std::string& name) {
    return message_of<DTypeError>([&] { golden(name); });
  };
  const std::string folder = BERAS_GOLDEN_DIR "/numpy/";
  EXPECT_EQ(error_of_golden("uint64"),
            "[load_npy] expected an array of numbers in \"" + folder +
                "uint64.npy\". Received: dtype \"<u8\". Save it as int64: array.astype('int64').");
  EXPECT_NE(error_of_golden("complex").find("dtype \"<c8\""), std::string::npos);
  EXPECT_NE(error_of_golden("structured").find("a structured array"), std::string::npos);
  EXPECT_NE(error_of_golden("text").find("dtype \"<U2\""), std::string::npos);
  EXPECT_NE(error_of_golden("object").find("Python objects"), std::string::npos);
}

TEST(Npy, WritesTheBytesThatNumpyWrites) {
  const ScratchFolder folder;
  for (const std::string name :
       {"float32", "float16", "int8", "int64", "uint8", "bool", "scalar", "vector", "empty"}) {
    save_npy(folder / name, golden(name));
    EXPECT_EQ(read_file(folder / name), read_file(BERAS_GOLDEN_DIR "/numpy/" + name + ".npy"))
        << name;
  }
}

TEST(Npy, RoundTripsEveryDtype) {
  const ScratchFolder folder;
  for (const DType dtype : {float32, float64, DType::float16, int8, int32, int64, uint8, boolean}) {
    const Tensor tensor({{0, 1, 2}, {3, 4, 5}}, dtype);
    save_npy(folder / "x.npy", tensor);
    const Tensor again = load_npy(folder / "x.npy");
    EXPECT_EQ(again.dtype(), dtype);
    EXPECT_EQ(again.shape(), tensor.shape());
    EXPECT_EQ(again.to_vector<double>(), tensor.to_vector<double>());
  }
}

TEST(Npy, WritesViewsInRowMajorOrder) {
  const ScratchFolder folder;
  const Tensor tensor({{0, 1, 2}, {3, 4, 5}});
  save_npy(folder / "x.npy", tensor.as_strided({3, 2}, {1, 3}, 0));
  EXPECT_EQ(load_npy(folder / "x.npy").to_vector<int>(), (std::vector<int>{0, 3, 1, 4, 2, 5}));
}

TEST(Npy, RefusesToWriteBfloat16) {
  const ScratchFolder folder;
  EXPECT_EQ(message_of<DTypeError>(
                [&] { save_npy(folder / "x.npy", Tensor::zeros({2}, DType::bfloat16)); }),
            "[save_npy] expected a dtype that NumPy has. Received: bfloat16. Save it as float32, "
            "which holds it exactly: tensor.astype(float32).");
  EXPECT_EQ(folder.file_count(), 0);
}

TEST(Npy, ReadsBoolsOtherThanZeroAndOneAsTrue) {
  const std::string header = "{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}";
  EXPECT_EQ(parse_npy(with_header(header, "\0\1\7"s)).to_vector<int>(),
            (std::vector<int>{0, 1, 1}));
}

TEST(Npy, RefusesTruncationAndTrailingBytes) {
  const std::string whole = read_file(BERAS_GOLDEN_DIR "/numpy/float32.npy");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW(parse_npy(whole.substr(0, size)), FormatError) << size;
  EXPECT_NE(error_of_npy(whole + "x").find("more bytes"), std::string::npos);
}

TEST(Npy, RefusesOtherBeginnings) {
  EXPECT_EQ(error_of_npy("PK\3\4 something else"),
            "[npy_from_bytes] expected the magic of a .npy file in memory. Received: another "
            "beginning.");
  EXPECT_EQ(error_of_npy("\x93NUMPY\4\0\0\0"s),
            "[npy_from_bytes] expected version 1.0, 2.0 or 3.0 in memory. Received: 4.0.");
  EXPECT_EQ(error_of_npy("\x93NUMPY\2\0\xFF\xFF\xFF\xFF"s),
            "[npy_from_bytes] expected a header of at most 65536 bytes in memory. Received: "
            "4294967295.");
}

TEST(Npy, ReadsHeadersInAnyOrderAndSpacing) {
  EXPECT_EQ(parse_npy(with_header(" { \"shape\" : ( 2 , ), 'fortran_order':True,'descr':'<i4' } \n",
                                  "\1\0\0\0\2\0\0\0"s))
                .to_vector<int>(),
            (std::vector<int>{1, 2}));
}

TEST(Npy, RefusesHeadersThatNumpyWouldNotWrite) {
  for (const char* header :
       {"", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), 'more': ()}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()} more",
        "{'descr': '<f4, 'fortran_order': False, 'shape': ()}"})
    EXPECT_NE(error_of_npy(with_header(header, "\0\0\0\0"s)).find("expected a header {'descr'"),
              std::string::npos)
        << header;
}

TEST(Npy, RefusesLyingShapes) {
  const auto header = [](const std::string& shape) {
    return with_header("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + "}");
  };
  EXPECT_EQ(error_of_npy(header("(1099511627776,)")),
            "[npy_from_bytes] expected 8796093022208 bytes for the elements of shape "
            "(1099511627776,) in memory. Received: 0.");
  EXPECT_NE(error_of_npy(header("(4294967296, 4294967296)")).find("less than 2^63 bytes"),
            std::string::npos);
  EXPECT_NE(error_of_npy(header("(9223372036854775807, 0, 3)")).find("less than 2^63 bytes"),
            std::string::npos);
  EXPECT_NE(error_of_npy(header("(-1,)")).find("no negative length"), std::string::npos);
}

TEST(Npy, NamesTheFileThatCannotBeRead) {
  EXPECT_EQ(message_of<FormatError>([] { load_npy("/no/such.npy"); }),
            "[load_npy] expected a readable file at \"/no/such.npy\". Received: No such file or "
            "directory.");
}

TEST(Npy, ReplacesFilesAndKeepsTheirRights) {
  const ScratchFolder folder;
  const std::string path = folder / "x.npy";
  write_file(path, "old");
  std::filesystem::permissions(path, std::filesystem::perms(0640));
  save_npy(path, Tensor{1, 2});
  EXPECT_EQ(load_npy(path).to_vector<int>(), (std::vector<int>{1, 2}));
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0640));
  EXPECT_EQ(folder.file_count(), 1);
}

TEST(Npy, FollowsLinks) {
  const ScratchFolder folder;
  std::filesystem::create_symlink("target.npy", folder / "link.npy");
  save_npy(folder / "link.npy", Tensor{1});
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.npy"));
  EXPECT_EQ(load_npy(folder / "target.npy").to_vector<int>(), (std::vector<int>{1}));
}

TEST(Npy, LeavesNoHalfWrittenFile) {
  const ScratchFolder folder;
  const std::string path = folder / "x.npy";
  save_npy(path, Tensor{1, 2, 3});
  const std::string before = read_file(path);

  rlimit old_limit{};
  getrlimit(RLIMIT_FSIZE, &old_limit);
  const rlimit small{1 << 16, old_limit.rlim_max};
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const std::string message =
      message_of<FormatError>([&] { save_npy(path, Tensor::zeros({1 << 20})); });
  setrlimit(RLIMIT_FSIZE, &old_limit);
  std::signal(SIGXFSZ, old_handler);

  EXPECT_EQ(message, "[save_npy] cannot write \"" + path + "\": File too large");
  EXPECT_EQ(read_file(path), before);
  EXPECT_EQ(folder.file_count(), 1);
}

TEST(Npy, SavesWhatLiesOnAnotherDevice) {
  const ScratchFolder folder;
  save_npy(folder / "x.npy", Tensor{1., 2.}.to(Device::guarded));
  EXPECT_EQ(load_npy(folder / "x.npy").to_vector<double>(), (std::vector<double>{1, 2}));
}

TEST(Npy, RefusesPlacesThatTakeNoFile) {
  const ScratchFolder folder;
  EXPECT_THROW(save_npy(folder / "no/such/x.npy", Tensor{1}), FormatError);
  EXPECT_THROW(save_npy(folder.path(), Tensor{1}), FormatError);
  EXPECT_THROW(save_npy("", Tensor{1}), FormatError);
  EXPECT_EQ(message_of<FormatError>([] { save_npy("/dev/null", Tensor{1}); }),
            "[save_npy] expected a path to write a regular file at. Received: \"/dev/null\".");
  EXPECT_EQ(folder.file_count(), 0);
}

}  // namespace
}  // namespace beras
