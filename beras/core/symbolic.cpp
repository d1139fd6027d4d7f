#include <beras/core/symbolic.h>

#include <algorithm>
#include <utility>

#include <beras/core/diffable.h>

namespace beras {
namespace {

// What the destructors at work on this thread are to let go of.
thread_local std::vector<Arguments>* released = nullptr;

}  // namespace

SymbolicCall::~SymbolicCall() {
  if (released) {
    released->push_back(std::move(arguments));
    return;
  }
  std::vector<Arguments> left;
  left.push_back(std::move(arguments));
  released = &left;
  while (!left.empty()) {
    const Arguments next = std::move(left.back());
    left.pop_back();
  }
  released = nullptr;
}

Tensors SymbolicCall::make(Tensors given) const {
  if (maker) return maker(*owner, given, options);
  if (arguments.names().empty()) return owner->apply(Arguments(std::move(given)), options);
  return owner->apply(Arguments(std::move(given), arguments.names()), options);
}

bool any_symbolic(const Tensors& tensors) {
  return std::any_of(tensors.begin(), tensors.end(),
                     [](const Tensor& tensor) { return tensor.is_symbolic(); });
}

Tensors note_call(const std::shared_ptr<SymbolicCall>& call, const TensorSpecs& outputs,
                  const std::string& name) {
  for (const auto& [shape, dtype] : outputs)
    call->outputs.push_back(Tensor::placeholder(shape, dtype, nullptr));
  Tensors tensors;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    auto symbol = std::make_shared<const Symbol>(Symbol{call, i});
    tensors.push_back(
        Tensor::placeholder(outputs[i].shape, outputs[i].dtype, std::move(symbol)).name(name));
  }
  return tensors;
}

}  // namespace beras
