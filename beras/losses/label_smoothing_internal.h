// The domain of label smoothing, checked by functions and when a loss is made.
#pragma once

#include <string>
#include <string_view>

#include <beras/base/error.h>

namespace beras::losses {

inline void check_label_smoothing(std::string_view who, double label_smoothing) {
  if (label_smoothing >= 0 && label_smoothing <= 1) return;
  throw ValueError(who, "label_smoothing in [0, 1]", std::to_string(label_smoothing));
}

}  // namespace beras::losses
