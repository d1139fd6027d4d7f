// How a loss turns its values per sample into one number.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include <beras/base/export.h>
#include <beras/core/config_value.h>

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
/// The weights do not change the divisor of the first, as in Keras. A division by 0 gives 0. As an
/// option it goes by Keras's name or by ours: `.reduction = "sum"` is `.reduction =
/// losses::Reduction::sum`.
class BERAS_API Reduction {
 public:
  enum Kind : std::uint8_t { sum_over_batch_size, mean, sum, none, mean_with_sample_weight };

  constexpr Reduction(Kind kind) : kind_(kind) {}
  /// ValueError with the nearest name if there is none such.
  template <std::convertible_to<std::string_view> Name>
  Reduction(const Name& name) : kind_(kind_of(name)) {}

  constexpr operator Kind() const { return kind_; }
  /// Keras's name.
  std::string_view name() const;

 private:
  static Kind kind_of(std::string_view name);

  Kind kind_;
};

}  // namespace beras::losses

namespace beras {

/// By name; null is none.
template <>
struct BERAS_API ConfigValue<losses::Reduction> {
  static constexpr bool reads_null = true;
  static Config write(const losses::Reduction& value);
  static losses::Reduction read(const Config& config, const ConfigPlace& place);
};

}  // namespace beras
