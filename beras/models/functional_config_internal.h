// The configuration of a functional model. Private to the library.
#pragma once

#include <beras/models/model.h>

namespace beras {

/// The model where it is one of a graph of calls; null for other things, a Sequential too, which
/// has a graph but is no more than its row.
const Model* functional_in(const Diffable& part);

/// Makes the class known to the registry of layers, whose room stands below this one.
void register_functional();

}  // namespace beras
