#include "bindings/keras_tensor.h"

#include <algorithm>

#include <beras/base/error.h>
#include <beras/layers/input.h>
#include <beras/ops/binary.h>
#include <beras/ops/indexing.h>
#include <beras/ops/shape.h>
#include <beras/ops/unary.h>

#include "bindings/conversions.h"
#include "bindings/index.h"
#include "bindings/matrix_product.h"
#include "bindings/module.h"
#include "bindings/shell.h"

namespace beras::python {

std::optional<Tensor> symbolic_from(PyObject* object) noexcept {
  if (!nb::isinstance<KerasTensor>(object)) return std::nullopt;
  return nb::inst_ptr<KerasTensor>(object)->tensor;
}

PyObject* symbolic_to_python(const Tensor& tensor) noexcept {
  return nb::detail::make_caster<KerasTensor>::from_cpp(KerasTensor{tensor}, nb::rv_policy::move,
                                                        nullptr)
      .ptr();
}

namespace {

using ops::Operand;

/// As in Keras, `&`, `|` and `^` are logic, and `==` tells whether both are one object.
void bind_operators_of(nb::class_<KerasTensor>& bound) {
#define BERAS_OPERATOR(name, function, first, second)     \
  bound.def(                                              \
      "__" #name "__",                                    \
      [](const KerasTensor& self, const Operand& other) { \
        const Released unlocked;                          \
        return function(first, second);                   \
      },                                                  \
      nb::is_operator(),                                  \
      nb::sig("def __" #name "__(self, other: beras.core.TensorLike, /) -> KerasTensor"))
#define BERAS_REFLECTED(name, function)               \
  BERAS_OPERATOR(name, function, self.tensor, other); \
  BERAS_OPERATOR(r##name, function, other, self.tensor)
  BERAS_REFLECTED(add, ops::add);
  BERAS_REFLECTED(sub, ops::subtract);
  BERAS_REFLECTED(mul, ops::multiply);
  BERAS_REFLECTED(matmul, matrix_product);
  BERAS_REFLECTED(truediv, ops::true_divide);
  BERAS_REFLECTED(pow, ops::power);
  BERAS_REFLECTED(floordiv, ops::floor_divide);
  BERAS_REFLECTED(mod, ops::mod);
  BERAS_REFLECTED(and, ops::logical_and);
  BERAS_REFLECTED(or, ops::logical_or);
  BERAS_REFLECTED(xor, ops::logical_xor);
  BERAS_OPERATOR(lt, ops::less, self.tensor, other);
  BERAS_OPERATOR(le, ops::less_equal, self.tensor, other);
  BERAS_OPERATOR(gt, ops::greater, self.tensor, other);
  BERAS_OPERATOR(ge, ops::greater_equal, self.tensor, other);
  BERAS_OPERATOR(ne, ops::not_equal, self.tensor, other);
#undef BERAS_REFLECTED
#undef BERAS_OPERATOR
#define BERAS_UNARY(name, function)   \
  bound.def(                          \
      "__" #name "__",                \
      [](const KerasTensor& self) {   \
        const Released unlocked;      \
        return function(self.tensor); \
      },                              \
      nb::sig("def __" #name "__(self, /) -> KerasTensor"))
  BERAS_UNARY(neg, ops::negative);
  BERAS_UNARY(abs, ops::abs);
  BERAS_UNARY(invert, ops::logical_not);
#undef BERAS_UNARY
}

Tensor item_of(const KerasTensor& self, nb::handle key) {
  const std::optional<Indices> indices = indices_from(key);
  if (!indices)
    throw DTypeError("get_item", "integers, slices, ..., None or tensors of indices",
                     described(key));
  const Released unlocked;
  return ops::get_item(self.tensor, *indices);
}

}  // namespace

void bind_keras_tensor(nb::module_& m) {
  using namespace nb::literals;
  nb::class_<KerasTensor> bound(m, "KerasTensor", nb::is_weak_referenceable());
  bind_operators_of(bound);
  bound.def("__getitem__", item_of, nb::sig("def __getitem__(self, key: object, /) -> KerasTensor"))
      .def(
          "__round__",
          [](const KerasTensor& self, std::optional<int> decimals) {
            return ops::round(self.tensor, decimals.value_or(0));
          },
          "ndigits"_a.none() = nb::none(),
          nb::sig("def __round__(self, ndigits: int | None = None) -> KerasTensor"))
      .def(
          "reshape",
          [](const KerasTensor& self, const Shape& newshape) {
            return ops::reshape(self.tensor, newshape);
          },
          "newshape"_a,
          nb::sig("def reshape(self, newshape: collections.abc.Sequence[int | None]) -> "
                  "KerasTensor"))
      .def(
          "squeeze",
          [](const KerasTensor& self, const Axes& axis) { return ops::squeeze(self.tensor, axis); },
          "axis"_a = Axes(),
          nb::sig("def squeeze(self, axis: int | collections.abc.Sequence[int] | None = None) -> "
                  "KerasTensor"))
      .def(
          "__init__",
          [](KerasTensor* self, const Shape& shape, DType dtype, const std::string& name) {
            const bool is_known = std::none_of(shape.begin(), shape.end(),
                                               [](std::int64_t length) { return length < 0; });
            new (self) KerasTensor{is_known ? Tensor::empty(shape, dtype, Device::meta)
                                            : Tensor::placeholder(shape, dtype, nullptr)};
            self->tensor.trainable(false);
            self->tensor.name(name);
          },
          "shape"_a, "dtype"_a = DType::float32, "name"_a = "")
      .def_prop_ro("shape", [](const KerasTensor& self) { return self.tensor.shape(); })
      .def_prop_ro("dtype", [](const KerasTensor& self) { return self.tensor.dtype(); })
      .def_prop_ro("ndim", [](const KerasTensor& self) { return self.tensor.rank(); })
      .def_prop_ro("name", [](const KerasTensor& self) { return self.tensor.name(); })
      .def_prop_ro("is_symbolic",
                   [](const KerasTensor& self) { return self.tensor.is_symbolic(); });
  m.def("owner_of", [](const KerasTensor& self) {
    const auto* shell = self.tensor.is_symbolic()
                            ? dynamic_cast<const Shell*>(self.tensor.symbol()->call->owner.get())
                            : nullptr;
    return shell ? shell->shell() : nb::none();
  });
  m.def("input_of", [](const Shared<layers::Layer>& layer) {
    return layers::input_of(std::dynamic_pointer_cast<const layers::InputLayer>(layer.pointer));
  });
}

}  // namespace beras::python
