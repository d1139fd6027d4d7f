// A function as a layer.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <beras/layers/layer.h>

namespace beras::layers {

struct LambdaOptions {
  std::string name = {};
  DTypePolicy dtype = {};
};

/// Computes what a function of one tensor, or of a list of them, gives.
///
/// ```cpp
/// layers::Lambda doubled([](const Tensor& x) { return x * 2.0; });
/// ```
///
/// The gradient is that of the operators that the function calls. It has no weights of its own, and
/// no configuration: a model that is to be saved has a registered class in its place.
class BERAS_API Lambda : public Layer {
 public:
  using Function = std::function<Tensors(const Tensors& inputs)>;

  /// ValueError for an empty function.
  explicit Lambda(Function function, LambdaOptions options = {});
  template <std::invocable<const Tensor&> OfOne>
  requires std::convertible_to<std::invoke_result_t<OfOne, const Tensor&>, Tensor>
  explicit Lambda(OfOne function, LambdaOptions options = {})
      : Lambda(Function([function = std::move(function)](const Tensors& inputs) {
                 return Tensors{function(only(inputs))};
               }),
               std::move(options)) {}

  Tensors forward(const Arguments& arguments) const override;

 protected:
  std::shared_ptr<const Diffable> graph_handle() const override;

 private:
  /// ValueError for several.
  static const Tensor& only(const Tensors& inputs);

  Function function_;
};

}  // namespace beras::layers
