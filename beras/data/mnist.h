// MNIST: 70,000 images of handwritten digits (LeCun, Cortes, Burges 1998), from a folder of its
// four files.
#pragma once

#include <beras/base/export.h>
#include <beras/data/split.h>

namespace beras::datasets {

/// The 60,000 images to train on and the 10,000 to test with.
///
/// x is float32 (N, 28, 28) in [0, 1] (0 is black), y int32 (N,), the digit. `path` is a folder of
/// the four IDX files, gzipped or not; ValueError without it, FormatError naming the missing or
/// broken file.
BERAS_API TrainTest mnist(const FolderOptions& options);

}  // namespace beras::datasets
