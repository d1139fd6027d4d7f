#include <beras/layers/repeat_vector.h>

#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>

namespace beras::layers {
namespace {

TEST(RepeatVector, RepeatsEachVector) {
  const Tensor y = RepeatVector(3)(Tensor{{1., 2.}, {3., 4.}});
  EXPECT_EQ(to_string(y.shape()), "(2, 3, 2)");
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4}));
}

TEST(RepeatVector, KnowsItsShape) {
  EXPECT_EQ(to_string(RepeatVector(4).compute_output_shape({-1, 5})), "(-1, 4, 5)");
}

TEST(RepeatVector, HasExactGradients) {
  RepeatVector layer(2);
  const GradientReport report = check_gradients(layer, {Tensor{{1., 2.}, {3., 4.}}});
  EXPECT_TRUE(report.ok) << report.message;
}

TEST(RepeatVector, HasKerassConfiguration) {
  const Config config = RepeatVector(4, {.name = "four"}).get_config();
  EXPECT_EQ(to_string(config),
            "{\"name\": \"four\", \"trainable\": true, \"dtype\": {\"module\": \"keras\", "
            "\"class_name\": \"DTypePolicy\", \"config\": {\"name\": \"float32\"}, "
            "\"registered_name\": null}, \"n\": 4}");
}

TEST(RepeatVector, RefusesWhatDoesNotFit) {
  EXPECT_THROW(RepeatVector(0), ValueError);
  EXPECT_THROW(RepeatVector(2)(Tensor{1., 2.}), ShapeError);
  EXPECT_THROW(RepeatVector(2)(Tensor::zeros({1, 2, 3})), ShapeError);
}

}  // namespace
}  // namespace beras::layers
