#include <beras/base/error.h>
#include <beras/data/mnist.h>

#include <gtest/gtest.h>

#include "tests/data/files.h"
#include "tests/data/gzip.h"

namespace beras {
namespace {

using namespace std::string_literals;

std::string images_of(char count) {
  return "\0\0\x08\3\0\0\0"s + count + "\0\0\0\x1C\0\0\0\x1C"s + std::string(count * 784, '\x33');
}
std::string labels_of(const std::string& labels) {
  return "\0\0\x08\1\0\0\0"s + static_cast<char>(labels.size()) + labels;
}

/// A folder of two images to train on and one to test with, some of the files gzipped.
class MnistFolder : public testing::Test {
 protected:
  MnistFolder() {
    write_file(folder / "train-images-idx3-ubyte", images_of(2));
    write_file(folder / "train-labels-idx1-ubyte.gz", gzipped(labels_of("\7\0"s)));
    write_file(folder / "t10k-images-idx3-ubyte.gz", gzipped(images_of(1)));
    write_file(folder / "t10k-labels-idx1-ubyte", labels_of("\x09"));
  }
  std::string error() const {
    return message_of<FormatError>([&] { datasets::mnist({.path = folder.path()}); });
  }

  ScratchFolder folder;
};

TEST_F(MnistFolder, IsRead) {
  const auto [train, test] = datasets::mnist({.path = folder.path()});
  EXPECT_EQ(train.x.shape(), (Shape{2, 28, 28}));
  EXPECT_EQ(train.x.to_vector<float>(), std::vector<float>(2 * 784, 51 / 255.F));
  EXPECT_EQ(train.y.to_vector<int>(), (std::vector<int>{7, 0}));
  EXPECT_EQ(test.x.shape(), (Shape{1, 28, 28}));
  EXPECT_EQ(test.y.to_vector<int>(), (std::vector<int>{9}));
}

TEST_F(MnistFolder, MustBeNamed) { EXPECT_THROW(datasets::mnist({}), ValueError); }

TEST_F(MnistFolder, MustHoldAllFour) {
  std::filesystem::remove(folder / "t10k-labels-idx1-ubyte");
  EXPECT_NE(error().find("Received: no t10k-labels-idx1-ubyte."), std::string::npos);
}

TEST_F(MnistFolder, MustHoldOneLabelForEachImage) {
  write_file(folder / "t10k-labels-idx1-ubyte", labels_of("\1\2"));
  EXPECT_EQ(error(), "[mnist] expected uint8 labels of shape (1,) in \"" +
                         folder / "t10k-labels-idx1-ubyte" + "\". Received: uint8 of shape (2,).");
}

TEST_F(MnistFolder, MustHoldImagesOfTheirSize) {
  write_file(folder / "train-images-idx3-ubyte", labels_of("\1\2"));
  EXPECT_EQ(error(), "[mnist] expected uint8 images of shape (N, 28, 28) in \"" +
                         folder / "train-images-idx3-ubyte" + "\". Received: uint8 of shape (2,).");
}

TEST_F(MnistFolder, MustHoldDigits) {
  write_file(folder / "t10k-labels-idx1-ubyte", labels_of("\x0A"));
  EXPECT_EQ(error(), "[mnist] expected labels from 0 to 9 in \"" +
                         folder / "t10k-labels-idx1-ubyte" + "\". Received: 10.");
}

}  // namespace
}  // namespace beras
