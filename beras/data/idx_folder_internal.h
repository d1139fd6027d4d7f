// The four files that MNIST and its descendants come in.
#pragma once

#include <string>

#include <beras/data/split.h>

namespace beras::datasets {

/// Reads train-images-idx3-ubyte, train-labels-idx1-ubyte and their t10k counterparts, each with or
/// without .gz.
///
/// Images (N, 28, 28) of uint8 become float32 in [0, 1], labels (N,) int32 in [0, 10). FormatError
/// in the name of `who` if a file is missing, with `advice`, or holds something else.
TrainTest load_idx_folder(const std::string& folder, const std::string& who,
                          const std::string& advice);

}  // namespace beras::datasets
