#include <beras/base/error.h>
#include <beras/initializers/initializers.h>
#include <gtest/gtest.h>
#include <tests/initializers/statistics.h>

namespace beras::initializers {
namespace {

TEST(GetInitializer, KnowsKerasNames) {
  for (const char* name : {"zeros",
                           "Zeros",
                           "zero",
                           "ones",
                           "one",
                           "constant",
                           "Constant",
                           "identity",
                           "random_normal",
                           "normal",
                           "RandomNormal",
                           "random_uniform",
                           "uniform",
                           "truncated_normal",
                           "variance_scaling",
                           "glorot_uniform",
                           "GlorotUniform",
                           "glorot_normal",
                           "he_uniform",
                           "he_normal",
                           "HeNormal",
                           "lecun_uniform",
                           "lecun_normal",
                           "orthogonal",
                           "Orthogonal"}) {
    EXPECT_EQ(to_string(get(name)({4, 4}, DType::float32).shape()), "(4, 4)") << name;
  }
  EXPECT_EQ(get("ones")({2}, DType::float64).to_vector<double>(), (std::vector<double>{1, 1}));
  EXPECT_NEAR(Statistics(get("he_uniform")({100, 600}, DType::float32)).max, std::sqrt(0.06), 1e-3);
  EXPECT_NEAR(Statistics(get("uniform")({100, 600}, DType::float32)).max, 0.05, 1e-4);
}

TEST(GetInitializer, SuggestsTheNearestName) {
  try {
    get("glorot_unifrom");
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_NE(std::string(error.what()).find("\"glorot_uniform\""), std::string::npos)
        << error.what();
  }
}

TEST(AnyInitializer, IsMadeFromNamesObjectsAndFunctions) {
  const auto item = [](const AnyInitializer& initializer) {
    return initializer({1}, DType::float32).item<float>();
  };
  EXPECT_EQ(item("ones"), 1);
  EXPECT_EQ(item(std::string("zeros")), 0);
  EXPECT_EQ(item(Constant(3)), 3);
  EXPECT_EQ(item([](const Shape& shape, DType dtype) { return Tensor::full(shape, 4, dtype); }), 4);
  const AnyInitializer copy = AnyInitializer(Constant(5));
  const Initializer core = copy;
  EXPECT_EQ(core({1}, DType::float32).item<float>(), 5);
}

TEST(AnyInitializer, RefusesEmptyFunctions) {
  const Initializer none;
  Tensor (*const null)(const Shape&, DType) = nullptr;
  EXPECT_THROW(AnyInitializer{none}, ValueError);
  EXPECT_THROW(AnyInitializer{null}, ValueError);
}

TEST(AnyInitializer, GivesEachWeightItsOwnValuesByName) {
  const auto values = [](const auto& initializer) {
    return initializer(Shape{8, 8}, DType::float32).template to_vector<float>();
  };
  const AnyInitializer by_name = "glorot_uniform", object = GlorotUniform();
  EXPECT_NE(values(by_name), values(by_name));
  EXPECT_EQ(values(object), values(object));
  const Initializer got = get("glorot_uniform");
  EXPECT_EQ(values(got), values(got));
  EXPECT_NE(values(got), values(get("glorot_uniform")));
}

}  // namespace
}  // namespace beras::initializers
