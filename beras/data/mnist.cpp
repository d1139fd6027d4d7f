#include <beras/base/error.h>
#include <beras/data/idx_folder_internal.h>
#include <beras/data/mnist.h>

namespace beras::datasets {

TrainTest mnist(const FolderOptions& options) {
  if (options.path.empty())
    throw ValueError("mnist", "a folder of the four IDX files", "an empty path",
                     "Name it as its path");
  return load_idx_folder(options.path, "mnist", "Download them from a mirror of MNIST");
}

}  // namespace beras::datasets
