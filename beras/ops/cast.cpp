#include <beras/ops/cast.h>

#include <beras/backend/elementwise.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>

namespace beras {
namespace ops {
namespace {

Tensor evaluate(const Tensor& x, DType dtype) {
  Tensor out = Tensor::empty(x.shape(), dtype, device_of(x));
  backend::elementwise(out.device())->cast(x, out);
  return out;
}

struct Cast : Primitive<Cast> {
  explicit Cast(DType to) : dtype(to) {}
  Tensor call(const Tensor& x) const override { return evaluate(x, dtype); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {cast(J[0], inputs()[0].dtype())};
  }
  std::string label() const override { return "cast"; }

  DType dtype;
};

}  // namespace

Tensor cast(const Tensor& x, DType dtype) {
  BERAS_NOTE_SYMBOLIC(cast, x, dtype);
  if (x.dtype() == dtype) return x;
  return is_watched() ? Cast(dtype)(x) : evaluate(x, dtype);
}

}  // namespace ops

Tensor Tensor::astype(DType dtype) const { return ops::cast(*this, dtype); }

}  // namespace beras
