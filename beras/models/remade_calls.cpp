#include <beras/models/remade_calls_internal.h>

#include <map>
#include <utility>

#include <beras/core/diffable.h>

namespace beras {

Tensors remade(const Graph& graph, const Tensors& inputs, const Replacement& replacement) {
  std::map<SymbolKey, Tensor> made;
  const auto replaced = [&](const Tensor& tensor) {
    return tensor.is_symbolic() ? made.at(symbol_key(tensor)) : tensor;
  };
  for (std::size_t i = 0; i < inputs.size(); ++i)
    made.emplace(symbol_key(graph.inputs()[i]), inputs[i]);
  for (const auto& call : graph.calls()) {
    if (call->is_input()) continue;
    Tensors given;
    for (const Tensor& input : call->inputs()) given.push_back(replaced(input));
    TensorSpecs specs;
    for (const Tensor& output : call->outputs) specs.push_back({output.shape(), output.dtype()});
    const Arguments arguments = call->arguments.names().empty()
                                    ? Arguments(std::move(given))
                                    : Arguments(std::move(given), call->arguments.names());
    const auto owner = replacement(call->owner);
    const Tensors outputs =
        owner->note_call_by(arguments, call->options, call->maker, std::move(specs), call->writer);
    for (std::size_t i = 0; i < outputs.size(); ++i)
      made.emplace(SymbolKey(call.get(), i), outputs[i]);
  }
  Tensors outputs;
  for (const Tensor& output : graph.outputs()) outputs.push_back(replaced(output));
  return outputs;
}

}  // namespace beras
