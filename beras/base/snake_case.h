// Class names as Keras spells them in names of objects: MeanSquaredError is mean_squared_error.
#pragma once

#include <string>
#include <string_view>

#include <beras/base/export.h>

namespace beras {

/// "Conv2D" is "conv2d", "ReLU" is "re_lu", "MeanIoU" is "mean_io_u". Source:
/// keras.src.utils.naming.to_snake_case.
BERAS_API std::string snake_case(std::string_view class_name);

}  // namespace beras
