#include "bindings/keras_tensor.h"

#include <algorithm>

#include <beras/base/error.h>
#include <beras/layers/input.h>
#include <beras/ops/indexing.h>

#include "bindings/conversions.h"
#include "bindings/index.h"
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

void bind_keras_tensor(nb::module_& m) {
  using namespace nb::literals;
  nb::class_<KerasTensor>(m, "KerasTensor", nb::is_weak_referenceable())
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
  m.def("symbolic_item", [](const KerasTensor& self, nb::handle key) {
    const std::optional<Indices> indices = indices_from(key);
    if (!indices)
      throw DTypeError("get_item", "integers, slices, ..., None or tensors of indices",
                       described(key));
    const Released unlocked;
    return ops::get_item(self.tensor, *indices);
  });
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
