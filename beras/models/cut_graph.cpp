#include <beras/models/cut_graph_internal.h>

#include <algorithm>

#include <beras/base/error.h>
#include <beras/base/numbered_name_internal.h>
#include <beras/core/diffable.h>
#include <beras/layers/input.h>
#include <beras/models/remade_calls_internal.h>

namespace beras {
namespace {

bool is_input(const Tensor& tensor) {
  return !tensor.is_symbolic() || tensor.symbol()->call->is_input();
}

Tensor input_like(const Tensor& tensor) {
  const Shape& shape = tensor.shape();
  if (shape.empty())
    throw ShapeError("Model", "inputs with the samples on their first axis",
                     "\"" + tensor.name() + "\" of shape ()");
  layers::InputOptions options{.dtype = tensor.dtype(),
                               .name = numbered_name(tensor.name() + "_input")};
  if (shape[0] >= 0) options.batch_size = shape[0];
  return layers::Input(Shape(shape.begin() + 1, shape.end()), options);
}

}  // namespace

Graph cut_graph(const Tensors& inputs, const Tensors& outputs) {
  if (inputs.empty()) throw ValueError("Model", "at least one input", "none");
  Graph graph(inputs, outputs);
  if (std::all_of(inputs.begin(), inputs.end(), is_input)) return graph;
  Tensors own;
  for (const Tensor& input : inputs) own.push_back(is_input(input) ? input : input_like(input));
  return Graph(own, remade(graph, own, [](const auto& owner) { return owner; }));
}

}  // namespace beras
