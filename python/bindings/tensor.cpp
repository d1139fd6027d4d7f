// What Python's Tensor asks of the engine's.
#include <beras/ops/cast.h>
#include <beras/ops/indexing.h>
#include <beras/ops/operand.h>
#include <beras/tensor/operators.h>

#include "bindings/module.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// One entry of an index; none for what the engine has no word for.
std::optional<Index> index_from(nb::handle entry) {
  PyObject* object = entry.ptr();
  const auto integer = [](PyObject* number) -> std::optional<std::int64_t> {
    if (number == Py_None) return std::nullopt;
    return nb::cast<std::int64_t>(nb::steal(PyNumber_Index(number)));
  };
  if (object == Py_None) return Index(newaxis);
  if (object == Py_Ellipsis) return Index(ellipsis);
  if (PySlice_Check(object)) {
    return Index(Slice{integer(entry.attr("start").ptr()), integer(entry.attr("stop").ptr()),
                       integer(entry.attr("step").ptr()).value_or(1)});
  }
  if (PyLong_CheckExact(object)) return Index(*integer(object));
  const bool is_array = PyObject_HasAttrString(object, "ndim");
  if (is_array && nb::cast<int>(entry.attr("ndim")) == 0) {
    if (!PyIndex_Check(object) || nb::cast<std::string>(entry.attr("dtype").attr("kind")) == "b")
      return std::nullopt;
    return Index(*integer(object));
  }
  if (!is_array && !PyList_Check(object)) return std::nullopt;
  const std::optional<Tensor> tensor = tensor_from(object);
  if (!tensor || tensor->rank() == 0 || is_floating(tensor->dtype())) return std::nullopt;
  return Index(*tensor);
}

/// The elements that the index picks, or None where only NumPy knows.
nb::object getitem(nb::handle self, nb::handle key) {
  if (!has_engine(self.ptr())) return nb::none();
  const Tensor tensor = nb::cast<Tensor>(self);
  std::vector<Index> indices;
  const nb::object entries = PyTuple_Check(key.ptr()) ? nb::borrow(key) : nb::make_tuple(key);
  for (const nb::handle entry : entries) {
    const std::optional<Index> index = index_from(entry);
    if (!index) return nb::none();
    indices.push_back(*index);
  }
  Tensor picked;
  {
    const nb::gil_scoped_release unlocked;
    picked = ops::get_item(tensor, indices);
  }
  return nb::cast(picked);
}

/// A Tensor on an array's memory, whatever its dtype; on a copy where the engine needs another
/// layout.
nb::object on(nb::handle array) {
  if (!has_engine(array.ptr())) return as_tensor_class(array.ptr());
  return nb::cast(tensor_on(array.ptr()).value());
}

}  // namespace

void bind_tensor(nb::module_& m) {
  nb::class_<Handle>(m, "Handle");
  m.def("set_tensor_class", [](nb::handle tensor_class, nb::handle convert) {
    set_tensor_class(reinterpret_cast<PyTypeObject*>(tensor_class.ptr()), convert.ptr());
  });
  m.def(
      "is_tensor", [](nb::handle object) { return is_tensor(object.ptr()); }, "object"_a.none());
  m.def("on", on);
  m.def("remember", [](nb::handle object) { remember(object.ptr(), nb::cast<Tensor>(object)); });
  m.def(
      "has_engine", [](nb::handle object) { return has_engine(object.ptr()); }, "object"_a.none());

  m.def("is_held", [](nb::handle tensor) { return is_held(tensor.ptr()); });
  m.def("id", [](const Tensor& tensor) { return tensor.id(); });
  m.def("version", [](const Tensor& tensor) { return tensor.version(); });
  m.def("bump_version", [](Tensor tensor) { tensor.bump_version(); });
  m.def("flows",
        [](const Tensor& tensor) { return tensor.flows() && is_floating(tensor.dtype()); });
  m.def("get_trainable", [](const Tensor& tensor) { return tensor.trainable(); });
  m.def("set_trainable", [](Tensor tensor, bool value) { tensor.trainable(value); });
  m.def("get_name", [](const Tensor& tensor) { return tensor.name(); });
  m.def("set_name", [](Tensor tensor, const std::string& name) { tensor.name(name); });
  m.def(
      "assign", [](Tensor tensor, const Tensor& value) { tensor.assign(value); }, Unlocked());
  m.def("cast", &ops::cast, Unlocked());
  m.def("detach", &Tensor::detach, Unlocked());
  m.def("rebind", [](Tensor tensor, const Tensor& other) { tensor.rebind(other); });
  m.def("text", [](const Tensor& tensor) { return to_string(tensor); });
  m.def("getitem", getitem, "self"_a, "key"_a.none());
}

}  // namespace beras::python
