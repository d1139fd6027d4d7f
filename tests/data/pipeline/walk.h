// Datasets to test with, and what a walk over one gives.
#pragma once

#include <numeric>
#include <vector>

#include <beras/data/dataset.h>

namespace beras {

/// For each element, the numbers of all its tensors.
using Walk = std::vector<std::vector<int>>;

inline Walk walk(const Dataset& dataset) {
  Walk result;
  for (const Structure& element : dataset) {
    std::vector<int>& numbers = result.emplace_back();
    for (const Tensor& tensor : element.flatten())
      for (const int number : tensor.to_vector<int>()) numbers.push_back(number);
  }
  return result;
}

/// The scalars 0 to count - 1, as rows of a tensor.
inline Dataset counter(int count) {
  std::vector<int> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return Dataset::from_tensors({Tensor(numbers)});
}

/// The same from a generator.
inline Dataset counted(int count) {
  return Dataset::from_generator([count] {
    return [count, i = 0]() mutable -> std::optional<Tensors> {
      if (i == count) return std::nullopt;
      return Tensors{Tensor(i++)};
    };
  });
}

}  // namespace beras
