// Values that Keras computed, from tests/golden/*.json, as tensors.
#pragma once

#include <beras/tensor/tensor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace beras::golden {

using Json = nlohmann::json;

/// The file golden/{name}.json.
inline Json load(const std::string& name) {
  std::ifstream file(std::string(BERAS_GOLDEN_DIR "/") + name + ".json");
  if (!file) throw std::runtime_error("no golden values: " + name);
  return Json::parse(file);
}

/// Nested arrays of numbers, or a number, as a tensor.
inline Tensor tensor(const Json& values, DType dtype = DType::float32) {
  Shape shape;
  for (const Json* level = &values; level->is_array(); level = &level->front()) {
    shape.push_back(static_cast<std::int64_t>(level->size()));
  }
  std::vector<double> flat;
  const auto flatten = [&](const Json& level, const auto& self) -> void {
    if (!level.is_array()) return flat.push_back(level.get<double>());
    for (const Json& item : level) self(item, self);
  };
  flatten(values, flatten);
  return Tensor(flat, shape).astype(dtype);
}

/// EXPECT_TRUE(golden::near(actual, expected)): equal shapes, and |actual - expected| <= tolerance
/// * max(1, |expected|) everywhere.
inline ::testing::AssertionResult near(const Tensor& actual, const Tensor& expected,
                                       double tolerance = 1e-6) {
  if (actual.shape() != expected.shape()) {
    return ::testing::AssertionFailure()
           << "shape " << to_string(actual.shape()) << ", expected " << to_string(expected.shape());
  }
  const std::vector<double> a = actual.to_vector<double>();
  const std::vector<double> b = expected.to_vector<double>();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(std::abs(a[i] - b[i]) <= tolerance * std::max(1.0, std::abs(b[i])))) {
      return ::testing::AssertionFailure()
             << "element " << i << " is " << a[i] << ", expected " << b[i];
    }
  }
  return ::testing::AssertionSuccess();
}

}  // namespace beras::golden
