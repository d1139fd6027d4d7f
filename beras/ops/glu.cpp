#include <beras/ops/glu.h>

#include <beras/ops/activation.h>
#include <beras/ops/join.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

Tensor glu(const Tensor& x, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(glu, x, axis);
  const Tensors halves = split(x, 2, axis);
  return halves[0] * sigmoid(halves[1]);
}

}  // namespace beras::ops
