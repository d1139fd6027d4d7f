#include <beras/data/split_dataset.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/ops/indexing.h>
#include <beras/ops/random.h>
#include <beras/tensor/create.h>

namespace beras {
namespace {

/// Rounds to nearest, at half to even, whatever the rounding mode of the process.
std::int64_t rounded(double value) {
  const double below = std::floor(value);
  const double rest = value - below;
  const auto whole = static_cast<std::int64_t>(below);
  return rest > 0.5 || (rest == 0.5 && whole % 2 != 0) ? whole + 1 : whole;
}

struct Sizes {
  std::int64_t left;
  std::int64_t right;
};

/// Of `length` samples. `who`, `left` and `right` speak in errors.
struct SizesOf {
  const char* who;
  const char* left_name;
  const char* right_name;
  std::int64_t length;

  std::int64_t count(const SplitSize& size, const char* name) const {
    if (const auto* fraction = std::get_if<double>(&size)) {
      if (*fraction > 0 && *fraction < 1) return rounded(*fraction * static_cast<double>(length));
      refuse(name, std::to_string(*fraction));
    }
    const std::int64_t number = std::get<std::int64_t>(size);
    if (number <= 0 || number >= length) refuse(name, std::to_string(number));
    return number;
  }

  [[noreturn]] void refuse(const char* name, const std::string& received) const {
    throw ValueError(who,
                     std::string(name) + " as a fraction in (0, 1) or a number of samples below " +
                         std::to_string(length),
                     received);
  }

  Sizes operator()(const std::optional<SplitSize>& left,
                   const std::optional<SplitSize>& right) const {
    if (!left && !right) {
      throw ValueError(who, std::string(left_name) + " or " + right_name, "neither");
    }
    Sizes sizes{left ? count(*left, left_name) : 0, right ? count(*right, right_name) : 0};
    if (!left) sizes.left = length - sizes.right;
    if (!right) sizes.right = length - sizes.left;
    if (sizes.left < 1 || sizes.right < 1 || sizes.left + sizes.right > length) {
      throw ValueError(who,
                       "two parts that are not empty, of " + std::to_string(length) + " samples",
                       std::to_string(sizes.left) + " and " + std::to_string(sizes.right));
    }
    return sizes;
  }
};

Tensor constant(Tensor tensor) {
  tensor.trainable(false);
  return tensor;
}

std::pair<Tensor, Tensor> positions(std::int64_t length, Sizes sizes, bool shuffle,
                                    std::optional<std::uint64_t> seed) {
  const Tensor all = constant(shuffle ? random::permutation(length, seed)
                                      : ops::arange(0, length, 1, DType::int64));
  return {all[Slice{.stop = sizes.left}], all[Slice{.start = length - sizes.right}]};
}

std::int64_t common_length(const char* who, const Tensors& tensors) {
  for (const Tensor& tensor : tensors) {
    if (!tensor.defined()) throw ValueError(who, "defined tensors", "an undefined one");
    if (tensor.rank() == 0 || tensor.dim(0) != tensors.front().dim(0)) {
      throw ShapeError(who, "tensors of equal length",
                       to_string(tensors.front().shape()) + " and " + to_string(tensor.shape()));
    }
  }
  if (tensors.empty()) throw ValueError(who, "tensors to split", "none");
  return tensors.front().dim(0);
}

Dataset at_positions(const Tensor& positions, const std::shared_ptr<std::vector<Structure>>& kept) {
  return Dataset::from_tensors(positions).map([kept](const Structure& position) {
    return (*kept)[static_cast<std::size_t>(position.tensor().item<std::int64_t>())];
  });
}

}  // namespace

std::pair<Tensor, Tensor> split_positions(std::int64_t length, const SplitDatasetOptions& options) {
  const SizesOf sizes_of{"split_dataset", "left_size", "right_size", length};
  return positions(length, sizes_of(options.left_size, options.right_size), options.shuffle,
                   options.seed);
}

std::pair<Dataset, Dataset> split_dataset(const Structure& tensors,
                                          const SplitDatasetOptions& options) {
  const auto [left, right] = split_positions(common_length("split_dataset", tensors), options);
  const auto rows = [&](const Tensor& at) {
    return Dataset::from_tensors(
        tensors.map([&](const Tensor& tensor) { return constant(ops::take(tensor, at, 0)); }));
  };
  return {rows(left), rows(right)};
}

std::pair<Dataset, Dataset> split_dataset(const Dataset& dataset,
                                          const SplitDatasetOptions& options) {
  if (dataset.cardinality() == Dataset::infinite)
    throw ValueError("split_dataset", "a dataset with an end", "an endless one");
  const auto kept = std::make_shared<std::vector<Structure>>();
  for (const Structure& element : dataset) kept->push_back(element);
  const auto [left, right] = split_positions(static_cast<std::int64_t>(kept->size()), options);
  return {at_positions(left, kept), at_positions(right, kept)};
}

std::pair<Tensor, Tensor> train_test_positions(std::int64_t length,
                                               const TrainTestOptions& options) {
  const bool given = options.test_size || options.train_size;
  const SizesOf sizes_of{"train_test_split", "train_size", "test_size", length};
  const Sizes sizes =
      sizes_of(options.train_size, given ? options.test_size : std::optional<SplitSize>(0.25));
  return positions(length, sizes, options.shuffle, options.seed);
}

datasets::TrainTest train_test_split(const Tensor& x, const Tensor& y,
                                     const TrainTestOptions& options) {
  const std::int64_t length = common_length("train_test_split", {x, y});
  const auto [train, test] = train_test_positions(length, options);
  const auto part = [](const Tensor& tensor, const Tensor& at) {
    return constant(ops::take(tensor, at, 0));
  };
  return {{part(x, train), part(y, train)}, {part(x, test), part(y, test)}};
}

}  // namespace beras
