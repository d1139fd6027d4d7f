#include "bindings/no_gradient.h"

#include <memory>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/diffable.h>

namespace beras::python {
namespace {

class NoGradient : public Diffable {
 public:
  NoGradient(std::string name, Tensors outputs)
      : name_(std::move(name)), outputs_(std::move(outputs)) {}
  std::string label() const override { return name_; }
  Tensors forward(const Arguments&) const override { return outputs_; }
  Tensors compose_input_gradients(const Tensors&) const override {
    throw TapeError(
        name_,
        "has no gradient in Beras. Use a function of beras.ops, or wrap it in a Diffable "
        "that states its gradient.");
  }

 protected:
  Rule rule() const override { return Rule::products; }

 private:
  std::string name_;
  Tensors outputs_;
};

}  // namespace

Tensors without_gradient(const std::string& name, const Tensors& inputs, const Tensors& outputs) {
  Tensors fresh;
  for (const Tensor& output : outputs) fresh.push_back(output.detach());
  return std::make_shared<NoGradient>(name, std::move(fresh))->apply(inputs);
}

}  // namespace beras::python
