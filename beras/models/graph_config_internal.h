// Graphs in configurations, as Keras writes functional models. Private to the library.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/graph.h>
#include <beras/core/structure.h>
#include <beras/core/tensor_config_internal.h>

namespace beras {

/// The entries `layers`, `input_layers` and `output_layers` of the graph between these.
/// `describe` gives what tells of a layer; operations tell of themselves. ValueError, which names
/// it, for an operation that stands in no configuration.
BERAS_API Config graph_config(const Graph& graph, const Structure& inputs, const Structure& outputs,
                              const std::function<Config(const Diffable& layer)>& describe);

/// The structure that lists and maps in a configuration are, down to where `leaf` gives a tensor.
Structure structure_from(const Config& config,
                         const std::function<std::optional<Tensor>(const Config&)>& leaf);

/// What one entry of `layers` has made.
struct GraphPart {
  /// Makes a call that was written as {"args": ..., "kwargs": ...}; gives its outputs, flat.
  std::function<Tensors(const Config& node, const FindSymbol& find)> call;
  /// What it gives without being called, where it stands for an input.
  Tensor input = {};
  /// True for a functional model: at the ends of a graph Keras counts its calls from 1.
  bool is_functional = false;
};
using MakePart = std::function<GraphPart(const Config& entry)>;

/// The part that an operator is.
BERAS_API GraphPart operation_part(const Config& entry);

/// The symbolic inputs and outputs of the graph that such entries describe, whose parts are made by
/// `make`, once each, before the first call. ValueError, which names them, for parts that are not
/// there, and calls whose inputs nothing gives.
BERAS_API std::pair<Structure, Structure> graph_from(const Config& config, const MakePart& make);

}  // namespace beras
