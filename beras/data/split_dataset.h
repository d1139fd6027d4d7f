// Samples in two parts, to train on and to test with.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include <beras/base/export.h>
#include <beras/data/dataset.h>
#include <beras/data/split.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// How many samples: a number of them (80), or a fraction in (0, 1) (0.8), which is rounded to the
/// nearest number, at half to the even one.
using SplitSize = std::variant<std::int64_t, double>;

struct SplitDatasetOptions {
  /// The first samples; all that are not on the right if not given.
  std::optional<SplitSize> left_size = std::nullopt;
  /// The last samples; all that are not on the left if not given.
  std::optional<SplitSize> right_size = std::nullopt;
  /// A random order of all samples before they are split.
  bool shuffle = false;
  /// Equal seeds give equal orders; drawn from the global generator if not given.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// The positions of the samples on either side, int64. What sizes leave over is on neither.
///
/// ValueError if neither size is given, one is out of its domain, both together are more than
/// there is, or a side would be empty.
BERAS_API std::pair<Tensor, Tensor> split_positions(std::int64_t length,
                                                    const SplitDatasetOptions& options);

/// Two datasets of the samples of tensors of equal length. Source: keras.utils.split_dataset.
///
/// ```cpp
/// auto [left, right] = split_dataset({x, y}, {.left_size = 0.8, .shuffle = true});
/// model.fit(left.batch(32), {.verbose = 0});
/// ```
///
/// Errors of split_positions, and of Dataset::from_tensors.
BERAS_API std::pair<Dataset, Dataset> split_dataset(const Structure& tensors,
                                                    const SplitDatasetOptions& options);
/// The same for a dataset, whose elements are walked over once, here, and kept. ValueError also for
/// an endless one.
BERAS_API std::pair<Dataset, Dataset> split_dataset(const Dataset& dataset,
                                                    const SplitDatasetOptions& options);

struct TrainTestOptions {
  /// A quarter if neither size is given.
  std::optional<SplitSize> test_size = std::nullopt;
  std::optional<SplitSize> train_size = std::nullopt;
  bool shuffle = true;
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// The positions of the samples to train on and to test with, int64; errors as split_positions.
BERAS_API std::pair<Tensor, Tensor> train_test_positions(std::int64_t length,
                                                         const TrainTestOptions& options);

/// Two parts of x and y, as the built-in data sets have them: copies.
///
/// ```cpp
/// auto [train, test] = train_test_split(x, y, {.test_size = 0.2, .seed = 7});
/// model.fit(train.x, train.y, {.verbose = 0, .validation_data = Batch{test.x, test.y}});
/// ```
///
/// Sizes and errors as in split_dataset. ShapeError for scalars and unequal lengths.
BERAS_API datasets::TrainTest train_test_split(const Tensor& x, const Tensor& y,
                                               const TrainTestOptions& options = {});

}  // namespace beras
