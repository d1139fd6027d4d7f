#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include <beras/base/error.h>
#include <beras/data/idx.h>
#include <beras/data/idx_folder_internal.h>

namespace beras::datasets {
namespace {

constexpr std::array file_names{"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

/// The path of one of the four files, gzipped or not.
std::string find_file(const std::string& folder, const char* name, const std::string& who,
                      const std::string& advice) {
  const std::string plain = (std::filesystem::path(folder) / name).string();
  std::error_code ignored;
  for (const std::string& path : {plain, plain + ".gz"})
    if (std::filesystem::exists(path, ignored)) return path;
  throw FormatError(
      who,
      fmt::format("{}, each plain or with .gz, in \"{}\"", fmt::join(file_names, ", "), folder),
      fmt::format("no {}", name), advice);
}

Tensor to_unit_interval(const Tensor& images) {
  std::array<float, 256> brightness;
  for (std::size_t i = 0; i < brightness.size(); ++i) brightness[i] = static_cast<float>(i) / 255;
  Tensor result = Tensor::empty(images.shape(), DType::float32, Device::cpu);
  result.trainable(false);
  std::ranges::transform(images.span<std::uint8_t>(), result.mutable_data<float>(),
                         [&](std::uint8_t pixel) { return brightness[pixel]; });
  return result;
}

Tensor to_int32(const Tensor& labels) {
  Tensor result = Tensor::empty(labels.shape(), int32, Device::cpu);
  result.trainable(false);
  std::ranges::copy(labels.span<std::uint8_t>(), result.mutable_data<std::int32_t>());
  return result;
}

Split load_split(const std::string& images_path, const std::string& labels_path,
                 const std::string& who) {
  const Tensor images = load_idx(images_path);
  if (images.dtype() != uint8 || images.rank() != 3 || images.dim(1) != 28 || images.dim(2) != 28)
    throw FormatError(
        who, fmt::format("uint8 images of shape (N, 28, 28) in \"{}\"", images_path),
        fmt::format("{} of shape {}", dtype_name(images.dtype()), to_string(images.shape())));
  const Tensor labels = load_idx(labels_path);
  if (labels.dtype() != uint8 || labels.shape() != Shape{images.dim(0)})
    throw FormatError(
        who, fmt::format("uint8 labels of shape ({},) in \"{}\"", images.dim(0), labels_path),
        fmt::format("{} of shape {}", dtype_name(labels.dtype()), to_string(labels.shape())));
  for (const std::uint8_t label : labels.span<std::uint8_t>())
    if (label > 9)
      throw FormatError(who, fmt::format("labels from 0 to 9 in \"{}\"", labels_path),
                        fmt::format("{}", label));
  return {to_unit_interval(images), to_int32(labels)};
}

}  // namespace

TrainTest load_idx_folder(const std::string& folder, const std::string& who,
                          const std::string& advice) {
  std::array<std::string, 4> paths;
  for (std::size_t i = 0; i < paths.size(); ++i)
    paths[i] = find_file(folder, file_names[i], who, advice);
  return {load_split(paths[0], paths[1], who), load_split(paths[2], paths[3], who)};
}

}  // namespace beras::datasets
