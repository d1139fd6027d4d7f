#include <beras/ops/sort.h>

#include <string>

#include <beras/backend/sort.h>
#include <beras/base/error.h>
#include <beras/base/in_name_of_internal.h>
#include <beras/core/primitive.h>
#include <beras/ops/count_dtype_internal.h>
#include <beras/ops/flat_internal.h>
#include <beras/ops/indexing.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

struct Argsort : Primitive<Argsort> {
  Tensor call(const Tensor& x) const override {
    Tensor out = Tensor::empty(x.shape(), position_dtype(x.dim(-1)), device_of(x));
    backend::sort(out.device())->argsort(x.contiguous(), out);
    return out;
  }
  Tensors compose_input_gradients(const Tensors&) const override { return {Tensor()}; }
  std::string label() const override { return "argsort"; }
};

struct TopPositions : Primitive<TopPositions> {
  explicit TopPositions(std::int64_t number) : k(number) {}
  Tensor call(const Tensor& x) const override {
    Shape shape = x.shape();
    shape.back() = k;
    Tensor out = Tensor::empty(shape, position_dtype(x.dim(-1)), device_of(x));
    backend::sort(out.device())->top_k(x.contiguous(), out);
    return out;
  }
  Tensors compose_input_gradients(const Tensors&) const override { return {Tensor()}; }
  std::string label() const override { return "top_k"; }

  std::int64_t k;
};

}  // namespace

Tensor argsort(const Tensor& x, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(argsort, x, axis);
  if (!axis) return Argsort()(ravel(x));
  const auto at = static_cast<std::int64_t>(resolve_axis(*axis, x.rank(), "argsort"));
  return moveaxis(Argsort()(moveaxis(x, at, -1)), -1, at);
}

Tensor sort(const Tensor& x, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(sort, x, axis);
  return in_name_of("sort", [&] { return picked(take_along_axis(x, argsort(x, axis), axis)); });
}

TopK top_k(const Tensor& x, std::int64_t k) {
  BERAS_NOTE_SYMBOLIC(top_k, x, k);
  if (x.rank() == 0) throw ShapeError("top_k", "a tensor with at least one axis", "one of rank 0");
  if (k < 0 || k > x.dim(-1)) {
    throw ValueError("top_k", "a k between 0 and " + std::to_string(x.dim(-1)), std::to_string(k));
  }
  const Tensor indices = TopPositions(k)(x);
  return {picked(take_along_axis(x, indices, -1)), indices};
}

}  // namespace beras::ops
