// Both ways of regularizing at once.
#pragma once

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/regularizers/regularizer.h>

namespace beras::regularizers {

struct L1L2Options {
  double l1 = 0;
  double l2 = 0;
};

/// l1 * sum(|x|) + l2 * sum(x^2), a number of the dtype of x. ValueError for factors < 0.
class BERAS_API L1L2 : public Regularizer {
 public:
  explicit L1L2(L1L2Options options = {});
  Tensor operator()(const Tensor& x) const override;
  const L1L2Options& options() const { return options_; }

 private:
  L1L2Options options_;
};

template <std::same_as<L1L2> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, L1L2Options>;
  return arguments<Class>("L1L2", FIELD(Options, l1), FIELD(Options, l2)).also_known_as("l1_l2");
}

}  // namespace beras::regularizers
