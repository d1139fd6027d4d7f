// The regularizer that keeps weights small.
#pragma once

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/regularizers/regularizer.h>

namespace beras::regularizers {

/// l2 * sum(x^2), a number of the dtype of x; there is no 1/2. ValueError for l2 < 0.
class BERAS_API L2 : public Regularizer {
 public:
  explicit L2(double l2 = 0.01);
  Tensor operator()(const Tensor& x) const override;
  double l2() const { return l2_; }

 private:
  double l2_;
};

template <std::same_as<L2> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("L2", optional<&Class::l2>("l2", 0.01));
}

}  // namespace beras::regularizers
