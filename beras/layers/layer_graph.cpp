// Layers in graphs of symbolic tensors.
#include <beras/base/error.h>
#include <beras/layers/layer.h>

namespace beras::layers {
namespace {

const Tensor& only(const Layer& layer, const char* what, const Tensors& tensors) {
  if (tensors.size() == 1) return tensors.front();
  throw ValueError(layer.title(), std::string("one ") + what + " of its call",
                   std::to_string(tensors.size()), "symbolic_calls() has all of them");
}

std::shared_ptr<const SymbolicCall> first_call(const Layer& layer) {
  const auto calls = layer.symbolic_calls();
  if (!calls.empty()) return calls.front();
  throw ValueError(layer.title(), "a call with a symbolic tensor, as Input gives", "none",
                   "A Sequential makes its own when it is asked for its input or output");
}

}  // namespace

Tensor Layer::input() const {
  const auto call = first_call(*this);
  return only(*this, "input", call->inputs());
}

Tensor Layer::output() const {
  const auto call = first_call(*this);
  const TensorSpec output{only(*this, "output", call->outputs).shape(), call->outputs[0].dtype()};
  return Tensor::placeholder(output.shape, output.dtype,
                             std::make_shared<const Symbol>(Symbol{call, 0}))
      .name(graph_name());
}

}  // namespace beras::layers
