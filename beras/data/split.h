// What the built-in data sets return: inputs and labels, for training and for testing.
#pragma once

#include <string>

#include <beras/tensor/tensor.h>

namespace beras::datasets {

/// Inputs and labels of equal length along axis 0; neither is trainable.
struct Split {
  Tensor x;
  Tensor y;
};

/// auto [train, test] = ...
struct TrainTest {
  Split train;
  Split test;
};

/// Where a data set lies.
struct FolderOptions {
  std::string path = {};
};

}  // namespace beras::datasets
