// Configurations as Python has them: dicts, lists, numbers, strings and None.
#pragma once

#include <beras/core/config.h>

#include "bindings/conversions.h"

namespace beras::python {

nb::object to_python(const Config& config);

/// ValueError for what stands in no configuration, such as an object.
Config config_from(nb::handle object);

/// What such a configuration describes, as `beras.saving.deserialize_keras_object` makes it.
nb::object deserialized(nb::handle config);

/// The object as `beras.saving.serialize_keras_object` has it.
Config serialized(nb::handle object);

}  // namespace beras::python
