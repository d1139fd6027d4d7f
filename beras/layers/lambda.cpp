#include <beras/layers/lambda.h>

#include <beras/base/error.h>

namespace beras::layers {

Lambda::Lambda(Function function, LambdaOptions options)
    : Layer({.name = std::move(options.name), .dtype = options.dtype}),
      function_(std::move(function)) {
  if (!function_) throw ValueError("Lambda", "a function", "an empty one");
}

Tensors Lambda::forward(const Arguments& arguments) const { return function_(arguments.inputs()); }

// No registry knows it, as it has no configuration.
std::shared_ptr<const Diffable> Lambda::graph_handle() const {
  return kept_once([this]() -> std::shared_ptr<const Diffable> {
    if (auto own = handle()) return own;
    return std::make_shared<const Lambda>(*this);
  });
}

const Tensor& Lambda::only(const Tensors& inputs) {
  if (inputs.size() == 1) return inputs.front();
  throw ValueError("Lambda", "one input, as its function takes one", std::to_string(inputs.size()));
}

}  // namespace beras::layers
