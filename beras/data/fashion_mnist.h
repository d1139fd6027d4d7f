// Fashion-MNIST: 70,000 images of clothes in ten classes (Xiao, Rasul, Vollgraf 2017), from
// Debian's package or a folder.
#pragma once

#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/data/split.h>

namespace beras::datasets {

/// The 60,000 images to train on and the 10,000 to test with.
///
/// x is float32 (N, 28, 28) in [0, 1] (0 is black), y int32 (N,) in [0, 10), the index into
/// fashion_mnist_class_names(). `path` is a folder of the four IDX files, gzipped or not; without
/// it, /usr/share/datasets/fashion-mnist, where Debian's package dataset-fashion-mnist puts them.
/// FormatError naming the missing or broken file otherwise.
BERAS_API TrainTest fashion_mnist(const FolderOptions& options = {});

/// "T-shirt/top", "Trouser" ... "Ankle boot": the name of each label.
BERAS_API const std::vector<std::string>& fashion_mnist_class_names();

}  // namespace beras::datasets
