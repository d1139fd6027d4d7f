// The order of the axes of images where Python leaves it out.
#pragma once

namespace beras::python {

/// "channels_last", unless `config.set_image_data_format` has set the other.
const char* image_data_format();

}  // namespace beras::python
