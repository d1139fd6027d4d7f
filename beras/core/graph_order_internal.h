// Which calls lead to some symbolic tensors, and in which order Keras makes them. Private to core.
#pragma once

#include <beras/core/graph.h>

namespace beras {

struct GraphOrder {
  Graph::Calls calls;
  Graph::Owners owners;
};

/// ValueError where two that are called have one name.
GraphOrder order_of(const Tensors& inputs, const Tensors& outputs);

}  // namespace beras
