#include <beras/ops/window.h>

#include <algorithm>
#include <limits>
#include <string>

#include <beras/base/error.h>
#include <beras/base/suggest.h>

namespace beras::ops {

Shape Sizes::resolve(std::size_t axes, std::string_view what, std::string_view who) const {
  const bool counts = numbers_.size() == 1 || numbers_.size() == axes;
  if (!counts || std::any_of(numbers_.begin(), numbers_.end(), [](auto n) { return n < 1; })) {
    throw ValueError(
        who, std::string(what) + ": one or " + std::to_string(axes) + " numbers of at least 1",
        to_string(numbers_));
  }
  return numbers_.size() == axes ? numbers_ : Shape(axes, numbers_[0]);
}

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// The dilation beyond which "same" windows of any size see what they see with this one: the tap in
/// the middle if there is one, as the next lie outside of the image.
std::int64_t widest(std::int64_t length) {
  return length > largest / 2 ? largest : std::max<std::int64_t>(1, 2 * length);
}

/// The cells from the first tap to the last.
std::int64_t reach_of(std::int64_t size, std::int64_t dilation, std::string_view who) {
  std::int64_t reach = 0;
  if (__builtin_mul_overflow(size - 1, dilation, &reach) || reach == largest) {
    throw ValueError(
        who, "a window that reaches over fewer than 2^63 cells",
        "size " + std::to_string(size) + " with dilation_rate " + std::to_string(dilation));
  }
  return reach + 1;
}

}  // namespace

backend::Window sliding_window(const Shape& lengths, const Shape& size, const Sizes& strides,
                               const Sizes& dilation, std::string_view padding,
                               std::string_view who) {
  const bool is_same = equal_but_for_case(padding, "same");
  if (!is_same && !equal_but_for_case(padding, "valid"))
    throw_unknown_name(who, "padding", padding, {"valid", "same"});
  const Shape stride = strides.resolve(lengths.size(), "strides", who);
  const Shape spread = dilation.resolve(lengths.size(), "dilation_rate", who);
  const auto above_one = [](std::int64_t number) { return number > 1; };
  if (std::any_of(stride.begin(), stride.end(), above_one) &&
      std::any_of(spread.begin(), spread.end(), above_one)) {
    throw ValueError(who, "strides of 1 together with dilation_rate " + to_string(spread),
                     "strides " + to_string(stride));
  }
  backend::Window window;
  const std::size_t first = backend::spatial_axes - lengths.size();
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const std::int64_t apart = is_same ? std::min(spread[i], widest(lengths[i])) : spread[i];
    const std::int64_t reach = reach_of(size[i], apart, who);
    if (!is_same && lengths[i] < reach) {
      throw ShapeError(who,
                       "at least " + std::to_string(reach) +
                           " cells along each spatial axis for a window of " + to_string(size),
                       "images of " + to_string(lengths));
    }
    const std::int64_t output = is_same ? lengths[i] / stride[i] + (lengths[i] % stride[i] != 0)
                                        : (lengths[i] - reach) / stride[i] + 1;
    const std::int64_t missing = (output - 1) * stride[i] - lengths[i] + reach;
    window.input[first + i] = lengths[i];
    window.output[first + i] = output;
    window.size[first + i] = size[i];
    window.stride[first + i] = output > 1 ? stride[i] : 1;  // one window takes no steps
    window.dilation[first + i] = size[i] > 1 ? apart : 1;
    window.padding[first + i] = is_same ? std::max<std::int64_t>(0, missing) / 2 : 0;
  }
  return window;
}

bool is_channels_first(std::string_view data_format, std::string_view who) {
  if (equal_but_for_case(data_format, "channels_first")) return true;
  if (equal_but_for_case(data_format, "channels_last")) return false;
  throw_unknown_name(who, "data_format", data_format, {"channels_last", "channels_first"});
}

}  // namespace beras::ops

namespace beras {

Config ConfigValue<ops::Sizes>::write(const ops::Sizes& value) {
  return ConfigValue<Shape>::write(value.numbers());
}
ops::Sizes ConfigValue<ops::Sizes>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* all = config.get_if<std::int64_t>()) return *all;
  return ops::Sizes(ConfigValue<Shape>::read(config, place));
}

}  // namespace beras
