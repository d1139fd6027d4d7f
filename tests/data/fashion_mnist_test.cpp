#include <beras/base/error.h>
#include <beras/data/fashion_mnist.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace beras {
namespace {

TEST(FashionMnist, ReadsTheDebianPackage) {
  const auto [train, test] = datasets::fashion_mnist();
  EXPECT_EQ(train.x.shape(), (Shape{60000, 28, 28}));
  EXPECT_EQ(train.y.shape(), (Shape{60000}));
  EXPECT_EQ(test.x.shape(), (Shape{10000, 28, 28}));
  EXPECT_EQ(test.y.shape(), (Shape{10000}));
  EXPECT_EQ(train.x.dtype(), float32);
  EXPECT_EQ(train.y.dtype(), int32);
  EXPECT_FALSE(train.x.trainable());
  EXPECT_FALSE(test.y.trainable());

  const auto pixels = train.x.span<float>();
  const auto [darkest, brightest] = std::ranges::minmax(pixels);
  EXPECT_EQ(darkest, 0.F);
  EXPECT_EQ(brightest, 1.F);
  // The mean that is often used to normalise these images.
  EXPECT_NEAR(std::accumulate(pixels.begin(), pixels.end(), 0.) / train.x.size(), 0.2860, 1e-4);
  std::vector<int> counts(10);
  for (const int label : train.y.span<std::int32_t>()) ++counts.at(label);
  EXPECT_EQ(counts, std::vector<int>(10, 6000));
  EXPECT_EQ(datasets::fashion_mnist_class_names().at(train.y.data<std::int32_t>()[0]),
            "Ankle boot");
}

TEST(FashionMnist, SaysWhatIsMissingAndWhereToGetIt) {
  try {
    datasets::fashion_mnist({.path = "/no/such/folder"});
    FAIL();
  } catch (const FormatError& error) {
    EXPECT_STREQ(error.what(),
                 "[fashion_mnist] expected train-images-idx3-ubyte, train-labels-idx1-ubyte, "
                 "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each plain or with .gz, in "
                 "\"/no/such/folder\". Received: no train-images-idx3-ubyte. Install the Debian "
                 "package dataset-fashion-mnist, or name a folder that holds them "
                 "as its path.");
  }
}

}  // namespace
}  // namespace beras
