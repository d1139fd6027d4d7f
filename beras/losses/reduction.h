// How a loss turns its values per sample into one number.
#pragma once

#include <cstdint>
#include <string_view>

#include <beras/base/export.h>

namespace beras::losses {

/// With v the values per sample and w the sample weights (1 if there are none):
///
/// | reduction                 | loss                                      |
/// |---------------------------|-------------------------------------------|
/// | sum_over_batch_size, mean | sum(v w) / number of values               |
/// | mean_with_sample_weight   | sum(v w) / sum(w), w broadcast to v       |
/// | sum                       | sum(v w)                                  |
/// | none                      | v w                                       |
///
/// The weights do not change the divisor of the first, as in Keras. A division by 0 gives 0.
enum class Reduction : std::uint8_t {
  sum_over_batch_size,
  mean,
  sum,
  none,
  mean_with_sample_weight
};

/// The reduction of Keras's name ("sum_over_batch_size" ...); ValueError with the nearest name
/// otherwise.
BERAS_API Reduction reduction_from_name(std::string_view name);

}  // namespace beras::losses
