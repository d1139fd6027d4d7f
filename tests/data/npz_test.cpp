#include <beras/base/error.h>
#include <beras/data/npz.h>

#include <gtest/gtest.h>

#include "tests/data/files.h"

namespace beras {
namespace {

const std::string golden_archives = BERAS_GOLDEN_DIR "/numpy/";

std::map<std::string, Tensor> parse_npz(const std::string& bytes) {
  return npz_from_bytes(as_bytes(bytes));
}

TEST(Npz, ReadsWhatNumpyWrote) {
  const auto stored = load_npz(golden_archives + "stored.npz");
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored.at("arr_0").to_vector<double>(),
            (std::vector<double>{0, .25, .5, .75, 1, 1.25}));
  EXPECT_EQ(stored.at("kernel").dtype(), int64);
  EXPECT_EQ(stored.at("kernel").shape(), (Shape{2, 3}));
  EXPECT_FALSE(stored.at("kernel").trainable());

  const auto compressed = load_npz(golden_archives + "compressed.npz");
  ASSERT_EQ(compressed.size(), 2U);
  EXPECT_EQ(compressed.at("zeros").to_vector<double>(), std::vector<double>(2000, 0.));
  EXPECT_EQ(compressed.at("bias").to_vector<double>(), (std::vector<double>{0, 1, 2}));
}

TEST(Npz, RoundTripsStoredAndCompressed) {
  const ScratchFolder folder;
  const Tensor grid({{1.5, 2.5}, {3.5, 4.5}}, float64);
  for (const bool compressed : {false, true}) {
    save_npz(folder / "x.npz",
             {{"layer/kernel", grid.as_strided({2, 2}, {1, 2}, 0)},
              {"b\xC3\xA9", Tensor{true, false}},
              {"empty", Tensor::zeros({0, 4})},
              {"scalar", Tensor(7)}},
             {.compressed = compressed});
    const auto again = load_npz(folder / "x.npz");
    ASSERT_EQ(again.size(), 4U);
    EXPECT_EQ(again.at("layer/kernel").to_vector<double>(),
              (std::vector<double>{1.5, 3.5, 2.5, 4.5}));
    EXPECT_EQ(again.at("b\xC3\xA9").to_vector<int>(), (std::vector<int>{1, 0}));
    EXPECT_EQ(again.at("b\xC3\xA9").dtype(), boolean);
    EXPECT_EQ(again.at("empty").shape(), (Shape{0, 4}));
    EXPECT_EQ(again.at("scalar").item<int>(), 7);
    EXPECT_EQ(folder.file_count(), 1);
  }
}

TEST(Npz, CompressesAndRepeatsItself) {
  const ScratchFolder folder;
  const std::map<std::string, Tensor> zeros = {{"x", Tensor::zeros({10000})}};
  save_npz(folder / "stored", zeros);
  save_npz(folder / "packed", zeros, {.compressed = true});
  save_npz(folder / "again", zeros, {.compressed = true});
  EXPECT_GT(read_file(folder / "stored").size(), 40000U);
  EXPECT_LT(read_file(folder / "packed").size(), 1000U);
  EXPECT_EQ(read_file(folder / "packed"), read_file(folder / "again"));
}

TEST(Npz, RoundTripsNothing) {
  const ScratchFolder folder;
  save_npz(folder / "x.npz", {});
  EXPECT_TRUE(load_npz(folder / "x.npz").empty());
  write_file(folder / "no_bytes.npz", "");
  EXPECT_THROW(load_npz(folder / "no_bytes.npz"), FormatError);
}

TEST(Npz, RefusesTruncation) {
  for (const char* name : {"stored.npz", "compressed.npz"}) {
    const std::string whole = read_file(golden_archives + name);
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_THROW(parse_npz(whole.substr(0, size)), FormatError) << name << " " << size;
  }
}

TEST(Npz, RefusesChangedElements) {
  std::string bytes = read_file(golden_archives + "stored.npz");
  bytes[bytes.find("NUMPY") + 130] ^= 1;
  EXPECT_EQ(message_of<FormatError>([&] { parse_npz(bytes); }),
            "[npz_from_bytes] expected intact data in \"kernel.npy\" of memory. Received: CRC "
            "error.");
}

TEST(Npz, RefusesOtherEntries) {
  std::string bytes = read_file(golden_archives + "stored.npz");
  for (std::size_t at = 0; (at = bytes.find("arr_0.npy", at)) != std::string::npos; ++at)
    bytes.replace(at, 9, "notes.txt");
  EXPECT_EQ(message_of<FormatError>([&] { parse_npz(bytes); }),
            "[npz_from_bytes] expected only .npy entries in memory. Received: \"notes.txt\".");
}

TEST(Npz, RefusesFilesThatAreNoArchive) {
  EXPECT_EQ(
      message_of<FormatError>([] { load_npz("/no/such.npz"); }),
      "[load_npz] expected a readable zip archive at \"/no/such.npz\". Received: No such file.");
  EXPECT_EQ(message_of<FormatError>([] { load_npz(golden_archives + "float32.npy"); }),
            "[load_npz] expected a readable zip archive at \"" + golden_archives +
                "float32.npy\". Received: Not a zip archive.");
  EXPECT_THROW(parse_npz(""), FormatError);
}

TEST(Npz, WritesAllOrNothing) {
  const ScratchFolder folder;
  save_npz(folder / "x.npz", {{"x", Tensor{1}}});
  const std::string before = read_file(folder / "x.npz");
  EXPECT_THROW(
      save_npz(folder / "x.npz", {{"a", Tensor{1}}, {"b", Tensor::zeros({1}, DType::bfloat16)}}),
      DTypeError);
  EXPECT_THROW(save_npz(folder / "x.npz", {{"", Tensor{1}}}), ValueError);
  EXPECT_THROW(save_npz(folder / "x.npz", {{"a", Tensor()}}), ValueError);
  EXPECT_THROW(save_npz(folder / "no/such.npz", {{"a", Tensor{1}}}), FormatError);
  EXPECT_EQ(read_file(folder / "x.npz"), before);
  EXPECT_EQ(folder.file_count(), 1);
}

}  // namespace
}  // namespace beras
