// The regularizer that makes weights few.
#pragma once

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/regularizers/regularizer.h>

namespace beras::regularizers {

/// l1 * sum(|x|), a number of the dtype of x. ValueError for l1 < 0.
class BERAS_API L1 : public Regularizer {
 public:
  explicit L1(double l1 = 0.01);
  Tensor operator()(const Tensor& x) const override;
  /// As Keras has it, rounded to float32.
  double l1() const { return l1_; }

 private:
  double l1_;
};

template <std::same_as<L1> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("L1", optional<&Class::l1>("l1", 0.01)).with(property<&Class::l1>("l1"));
}

}  // namespace beras::regularizers
