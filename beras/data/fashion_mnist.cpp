#include <beras/data/fashion_mnist.h>
#include <beras/data/idx_folder_internal.h>

namespace beras::datasets {

TrainTest fashion_mnist(const FolderOptions& options) {
  const std::string folder =
      options.path.empty() ? "/usr/share/datasets/fashion-mnist" : options.path;
  return load_idx_folder(folder, "fashion_mnist",
                         "Install the Debian package dataset-fashion-mnist, or name a folder that "
                         "holds them as its path");
}

const std::vector<std::string>& fashion_mnist_class_names() {
  static const auto& names =
      *new std::vector<std::string>{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                    "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  return names;
}

}  // namespace beras::datasets
