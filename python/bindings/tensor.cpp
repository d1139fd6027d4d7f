// What Python's Tensor asks of the engine's.
#include <algorithm>
#include <variant>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/cast.h>
#include <beras/ops/indexing.h>
#include <beras/ops/operand.h>
#include <beras/tensor/operators.h>

#include "bindings/array_base.h"
#include "bindings/conversions.h"
#include "bindings/module.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// An integer of an index; far ones as the farthest there are.
std::int64_t integer_from(PyObject* number) {
  const Py_ssize_t integer = PyNumber_AsSsize_t(number, nullptr);
  if (integer != -1 || !PyErr_Occurred()) return integer;
  if (!PyErr_ExceptionMatches(PyExc_TypeError)) throw nb::python_error();
  PyErr_Clear();
  throw DTypeError("get_item", "an index of integers", described(number));
}

/// One entry of an index; none for what the engine has no word for.
std::optional<Index> index_from(PyObject* entry) {
  if (PyLong_CheckExact(entry)) return Index(integer_from(entry));
  if (PySlice_Check(entry)) {
    const auto* slice = reinterpret_cast<PySliceObject*>(entry);
    const auto part = [](PyObject* number) -> std::optional<std::int64_t> {
      if (number == Py_None) return std::nullopt;
      return integer_from(number);
    };
    return Index(Slice{part(slice->start), part(slice->stop), part(slice->step).value_or(1)});
  }
  if (entry == Py_None) return Index(newaxis);
  if (entry == Py_Ellipsis) return Index(ellipsis);
  if (PyObject_HasAttrString(entry, "ndim")) {
    const nb::handle array(entry);
    if (array.attr("ndim").equal(nb::int_(0))) {
      const nb::object kind = array.attr("dtype").attr("kind");
      if (!kind.equal(nb::str("i")) && !kind.equal(nb::str("u"))) return std::nullopt;
      return Index(integer_from(entry));
    }
  } else if (!PyList_Check(entry)) {
    return std::nullopt;
  }
  const std::optional<Tensor> tensor = tensor_from(entry);
  if (!tensor || tensor->rank() == 0 || is_floating(tensor->dtype())) return std::nullopt;
  return Index(*tensor);
}

/// True where all axes are taken by integers.
bool picks_element(const std::vector<Index>& indices, std::size_t rank) {
  return indices.size() == rank &&
         std::all_of(indices.begin(), indices.end(), [](const Index& index) {
           return std::holds_alternative<std::int64_t>(index.entry());
         });
}

/// The elements that the index picks, or None where only NumPy knows. A single element is a copy: a
/// number, or where a tape follows it, a tensor of rank 0.
nb::object getitem(nb::handle self, nb::handle key) {
  if (!has_engine(self.ptr())) return nb::none();
  const Tensor tensor = nb::cast<Tensor>(self);
  const bool is_tuple = PyTuple_Check(key.ptr());
  const Py_ssize_t count = is_tuple ? PyTuple_GET_SIZE(key.ptr()) : 1;
  std::vector<Index> indices;
  for (Py_ssize_t i = 0; i < count; ++i) {
    std::optional<Index> index = index_from(is_tuple ? PyTuple_GET_ITEM(key.ptr(), i) : key.ptr());
    if (!index) return nb::none();
    indices.push_back(*std::move(index));
  }
  const bool is_element = picks_element(indices, tensor.rank());
  if (is_element && (!is_recording() || !is_floating(tensor.dtype())))
    return nb::steal(array_class()->tp_as_mapping->mp_subscript(self.ptr(), key.ptr()));
  Tensor picked;
  {
    const Released unlocked;
    picked = ops::get_item(tensor, indices);
    if (is_element) picked = picked.copy();
  }
  nb::object result = nb::cast(picked);
  inherit_trainable(result.ptr(), self.ptr());
  return result;
}

/// A Tensor on an array's memory, whatever its dtype; on a copy where the engine needs another
/// layout.
nb::object on(nb::handle array, bool trainable) {
  if (!has_engine(array.ptr())) return as_tensor_class(array.ptr());
  Tensor tensor = tensor_on(array.ptr()).value();
  tensor.trainable(trainable);
  return nb::cast(tensor);
}

}  // namespace

void bind_tensor(nb::module_& m) {
  nb::class_<Handle>(m, "Handle");
  m.attr("ArrayBase") = make_array_base();
  m.def("set_reader", [](nb::handle reader, nb::handle tensor_class) {
    set_reader(reader.ptr(), reinterpret_cast<PyTypeObject*>(tensor_class.ptr()));
  });
  m.def("set_tensor_class", [](nb::handle tensor_class, nb::handle convert) {
    set_tensor_class(reinterpret_cast<PyTypeObject*>(tensor_class.ptr()), convert.ptr());
  });
  m.def(
      "is_tensor", [](nb::handle object) { return is_tensor(object.ptr()); }, "object"_a.none());
  m.def("on", [](nb::handle array) { return on(array, true); });
  m.def("constant", [](nb::handle array) { return on(array, false); });
  m.def("remember", [](nb::handle object) { remember(object.ptr(), nb::cast<Tensor>(object)); });
  m.def(
      "has_engine", [](nb::handle object) { return has_engine(object.ptr()); }, "object"_a.none());

  m.def("is_held", [](nb::handle tensor) { return is_held(tensor.ptr()); });
  m.def("id", [](const Tensor& tensor) { return tensor.id(); });
  m.def("version", [](const Tensor& tensor) { return tensor.version(); });
  m.def("bump_version", [](Tensor tensor) { tensor.bump_version(); });
  m.def("flows",
        [](const Tensor& tensor) { return tensor.flows() && is_floating(tensor.dtype()); });
  m.def("first_tensor", [](nb::handle values) -> nb::object {
    PyObject* found = first_tensor(values.ptr());
    return found ? nb::borrow(found) : nb::none();
  });
  m.def(
      "as_numpys",
      [](nb::object result, nb::handle arguments) {
        return as_numpys(std::move(result), arguments.ptr());
      },
      "result"_a.none(), "arguments"_a);
  // To tapes: what users see as `trainable` may be inherited.
  m.def("is_variable", [](const Tensor& tensor) { return tensor.trainable(); });
  m.def("is_followed",
        [](const Tensor& tensor) { return tensor.flows() || tensor.frozen_flows(); });
  m.def("get_trainable", [](nb::handle tensor) { return get_trainable(tensor.ptr()); });
  m.def("set_trainable", [](nb::handle tensor, bool value) { set_trainable(tensor.ptr(), value); });
  m.def(
      "inherit_trainable",
      [](nb::handle result, nb::handle source) { inherit_trainable(result.ptr(), source.ptr()); },
      "result"_a.none(), "source"_a);
  m.def("get_name", [](const Tensor& tensor) { return tensor.name(); });
  m.def("set_name", [](Tensor tensor, const std::string& name) { tensor.name(name); });
  m.def(
      "assign", [](Tensor tensor, const Tensor& value) { tensor.assign(value); }, "tensor"_a,
      "value"_a, Unlocked());
  m.def("cast", &ops::cast, Unlocked());
  m.def("detach", &Tensor::detach, "x"_a, Unlocked());
  m.def("rebind", [](Tensor tensor, const Tensor& other) { tensor.rebind(other); });
  m.def("text", [](const Tensor& tensor) { return to_string(tensor); });
  m.def("getitem", getitem, "self"_a, "key"_a.none());
}

}  // namespace beras::python
