// What Python's Tensor asks of the engine's.
#include <algorithm>
#include <variant>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/core/write_log_internal.h>
#include <beras/ops/cast.h>
#include <beras/ops/indexing.h>
#include <beras/ops/operand.h>
#include <beras/ops/shape.h>
#include <beras/tensor/operators.h>

#include "bindings/array_base.h"
#include "bindings/conversions.h"
#include "bindings/index.h"
#include "bindings/module.h"
#include "bindings/numpy_layout.h"
#include "bindings/options.h"
#include "bindings/weight_rule.h"

namespace beras::python {
namespace {

using namespace nb::literals;

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
  const std::optional<Indices> indices = indices_from(key);
  if (!indices) return nb::none();
  const bool is_element = picks_element(*indices, tensor.rank());
  if (is_element && (!is_recording() || !is_floating(tensor.dtype())))
    return nb::steal(array_class()->tp_as_mapping->mp_subscript(self.ptr(), key.ptr()));
  Tensor picked;
  {
    const Released unlocked;
    picked = ops::get_item(tensor, *indices);
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

/// Before NumPy writes into `target` what was made of `inputs`: whether tapes are to hear of it.
bool is_to_record(nb::handle target, const Tensors& inputs, const std::string& who) {
  if (!is_recording() || !has_engine(target.ptr())) return false;
  Tensor shown = nb::cast<Tensor>(target);
  Tensor whole = WriteLog::origin_of(nb::cast<Tensor>(origin_of(target)));
  const bool is_variable =
      nb::cast<bool>(nb::cast(whole).attr("_is_variable")) || !whole.name().empty();
  if (!is_variable && whole.trainable()) {  // a buffer for results, such as ops.zeros gives
    whole.trainable(false);
    shown.trainable(false);
  }
  return WriteLog::is_to_record(shown, inputs, who.c_str());
}

/// The value as the elements of a window, before it is written there.
Tensor as_elements(Tensor value, nb::handle window) {
  const Shape shape = shape_of(reinterpret_cast<PyArrayObject*>(window.ptr()));
  const auto dtype = *dtype_of_array(reinterpret_cast<PyArrayObject*>(window.ptr()));
  while (value.rank() > shape.size() && value.dim(0) == 1)  // NumPy lets them go
    value = value.reshape(Shape(value.shape().begin() + 1, value.shape().end()));
  return ops::broadcast_to(ops::cast(value, dtype), shape);
}

/// After a write: `window`, a plain array on the memory of `target`, holds the value now.
void record_write(nb::handle target, nb::handle window, std::optional<Tensor> value) {
  const Tensor whole = nb::cast<Tensor>(origin_of(target));
  auto* array = reinterpret_cast<PyArrayObject*>(window.ptr());
  const auto bytes = static_cast<char*>(PyArray_DATA(array)) - static_cast<char*>(whole.raw());
  const Tensor shown = whole.as_strided(shape_of(array), strides_of(array).value(),
                                        bytes / item_size(whole.dtype()));
  WriteLog::record(shown, value.value_or(Tensor()), whole);
}

/// What NumPy made of Tensors, as a view of the one whose memory it shows; None if it shows none's.
nb::object view_among(nb::handle object, const nb::list& inputs) {
  if (!PyArray_Check(object.ptr()) || !has_engine(object.ptr())) return nb::none();
  auto* array = reinterpret_cast<PyArrayObject*>(object.ptr());
  const std::optional<Strides> strides = strides_of(array);
  if (!strides || PyArray_SIZE(array) == 0 || PyArray_CHKFLAGS(array, NPY_ARRAY_OWNDATA))
    return nb::none();
  for (const nb::handle input : inputs) {
    const Tensor whole = nb::cast<Tensor>(input);
    const auto bytes = static_cast<char*>(PyArray_DATA(array)) - static_cast<char*>(whole.raw());
    if (!whole.is_contiguous() || whole.dtype() != dtype_of_array(array) || bytes < 0 ||
        bytes >= whole.size() * item_size(whole.dtype()))
      continue;
    Tensor view = whole.as_strided(shape_of(array), *strides, bytes / item_size(whole.dtype()));
    if (is_recording()) view.trainable(false);
    nb::object result = nb::cast(view);
    if (!PyArray_ISWRITEABLE(array))
      PyArray_CLEARFLAGS(reinterpret_cast<PyArrayObject*>(result.ptr()), NPY_ARRAY_WRITEABLE);
    result.attr("_view_of") = input;
    return result;
  }
  return nb::none();
}

/// The Python object that a weight has for a regularizer or a constraint; None for none.
nb::object rule_of(const Tensor& weight, WeightFunction WeightRules::*which) {
  const auto rules = weight.rules();
  return rules ? WeightRuleOfPython::object_of((*rules).*which) : nb::none();
}

}  // namespace

nb::object origin_of(nb::handle view) {
  nb::object origin = nb::borrow(view);
  for (nb::object object = origin; PyArray_Check(object.ptr());) {
    if (is_tensor(object.ptr()) && has_engine(object.ptr())) origin = object;
    PyObject* base = PyArray_BASE(reinterpret_cast<PyArrayObject*>(object.ptr()));
    if (nb::hasattr(object, "_view_of"))
      object = object.attr("_view_of");
    else if (base)
      object = nb::borrow(base);
    else
      break;
  }
  return origin;
}

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

  m.def("id", [](const Tensor& tensor) { return tensor.id(); });
  m.def("version", [](const Tensor& tensor) { return tensor.version(); });
  m.def("bump_version", [](Tensor tensor) { tensor.bump_version(); });
  m.def("flows", [](const Tensor& tensor) {
    WriteLog::refresh({tensor});
    return tensor.flows() && is_floating(tensor.dtype());
  });
  m.def("is_to_record", is_to_record, "target"_a, "inputs"_a, "who"_a);
  m.def("origin_of", [](nb::handle view) { return origin_of(view); });
  m.def("is_known_written", [](const Tensor& tensor) { return WriteLog::knows(tensor); });
  m.def("view_among", view_among, "object"_a.none(), "inputs"_a);
  m.def("as_elements", as_elements, "value"_a, "window"_a);
  m.def("record_write", record_write, "target"_a, "window"_a, "value"_a.none());
  m.def("record_opaque_write",
        [](const std::string& who, nb::handle target, const Tensors& inputs) {
          WriteLog::record_opaque(who, nb::cast<Tensor>(target), inputs,
                                  nb::cast<Tensor>(origin_of(target)));
        });
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
  m.def("regularizer",
        [](const Tensor& tensor) { return rule_of(tensor, &WeightRules::regularizer); });
  m.def("constraint",
        [](const Tensor& tensor) { return rule_of(tensor, &WeightRules::constraint); });
  m.def(
      "set_rules",
      [](const Tensor& weight, Given<regularizers::AnyRegularizer> regularizer,
         Given<constraints::AnyConstraint> constraint) {
        set_rules(weight, {Chosen<regularizers::AnyRegularizer>::from(regularizer.object),
                           Chosen<constraints::AnyConstraint>::from(constraint.object)});
      },
      "weight"_a, "regularizer"_a.none(), "constraint"_a.none());
  m.def(
      "assign", [](Tensor tensor, const Tensor& value) { tensor.assign(value); }, "tensor"_a,
      "value"_a, Unlocked());
  m.def(
      "cast",
      [](const Tensor& tensor, DType dtype) {
        Tensor casted = ops::cast(tensor, dtype);
        if (!casted.same_as(tensor)) casted.mask(tensor.mask());
        return casted;
      },
      Unlocked());
  m.def("get_mask", [](const Tensor& tensor) { return tensor.mask(); });
  m.def(
      "set_mask", [](Tensor tensor, const Tensor& mask) { tensor.mask(mask); }, "tensor"_a,
      "mask"_a.none());
  m.def("detach", &Tensor::detach, "x"_a, Unlocked());
  m.def("getitem", getitem, "self"_a, "key"_a.none());
}

}  // namespace beras::python
