// The base of operators: Diffables without weights whose rule is a product, kept by tapes as a
// copy.
#pragma once

#include <memory>

#include <beras/core/diffable.h>

namespace beras {

/// `struct Exp : Primitive<Exp>` overrides `forward` (or `call`) and `compose_input_gradients`; its
/// data members are its options.
template <typename Self>
class Primitive : public Diffable {
 protected:
  Primitive() noexcept : Diffable(Stateless{}) {}
  Rule rule() const final { return Rule::products; }
  std::shared_ptr<const Diffable> handle() const final {
    return std::make_shared<Self>(static_cast<const Self&>(*this));
  }
};

}  // namespace beras
