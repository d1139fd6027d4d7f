// Graphs between inner tensors of others. Private to models.
#pragma once

#include <beras/core/graph.h>

namespace beras {

/// The graph between these tensors. Where an input is what a call gives, it is replaced by an Input
/// of its own, and the calls that follow from it are noted anew with that.
Graph cut_graph(const Tensors& inputs, const Tensors& outputs);

}  // namespace beras
