// Moments of random values.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <beras/tensor/tensor.h>

namespace beras::initializers {

struct Statistics {
  explicit Statistics(const Tensor& tensor) {
    const std::vector<double> values = tensor.to_vector<double>();
    const double count = static_cast<double>(values.size());
    for (double value : values) mean += value / count;
    for (double value : values) stddev += (value - mean) * (value - mean) / count;
    stddev = std::sqrt(stddev);
    min = *std::min_element(values.begin(), values.end());
    max = *std::max_element(values.begin(), values.end());
  }

  double mean = 0;
  double stddev = 0;
  double min = 0;
  double max = 0;
};

}  // namespace beras::initializers
