// The calls of a graph, noted once more. Private to models.
#pragma once

#include <functional>
#include <memory>

#include <beras/base/export.h>
#include <beras/core/graph.h>

namespace beras {

/// Who is to be called in the place of another.
using Replacement =
    std::function<std::shared_ptr<const Diffable>(const std::shared_ptr<const Diffable>&)>;

/// Notes the calls of a graph with other inputs, and with others who are called; gives what the
/// outputs are then.
BERAS_API Tensors remade(const Graph& graph, const Tensors& inputs, const Replacement& replacement);

}  // namespace beras
