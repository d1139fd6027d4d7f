#include <beras/models/fit_input_internal.h>
#include <beras/ops/shape.h>

namespace beras {

Tensor with_rank_of(const Shape& expected, const Tensor& x) {
  Tensor fitted = x;
  if (x.rank() == expected.size() + 1 && x.dim(-1) == 1) fitted = ops::squeeze(x, {-1});
  if (x.rank() + 1 == expected.size() && expected.back() == 1) fitted = ops::expand_dims(x, {-1});
  if (!fitted.same_as(x)) fitted.mask(x.mask());
  return fitted;
}

}  // namespace beras
