// Shapes as Keras writes them. Private to the library.
#pragma once

#include <string>

#include <beras/base/export.h>
#include <beras/tensor/shape.h>

namespace beras {

/// "(None, 28, 28)", with None for a length that is not known.
BERAS_API std::string shape_text(const Shape& shape);

}  // namespace beras
