// The configuration of a functional model. Private to the library.
#pragma once

namespace beras {

/// Makes the class known to the registry of layers, whose room stands below this one.
void register_functional();

}  // namespace beras
