#include "bindings/numpy.h"

#include "bindings/keras_tensor.h"

#define BERAS_IMPORTS_NUMPY
#include <nanobind/nanobind.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>

#include <beras/core/scopes.h>

#include "bindings/numpy_layout.h"
#include "bindings/numpy_memory.h"
#include "bindings/numpy_view.h"

namespace nb = nanobind;

namespace beras::python {
namespace {

struct Globals {
  PyTypeObject* tensor_class = nullptr;
  PyTypeObject* handle_class = nullptr;
  PyObject* convert = nullptr;
  PyObject* handle_name = nullptr;
  /// Weak references to the objects that stand for weights, by the tensor's identity.
  std::unordered_map<std::uint64_t, PyObject*> remembered;
};

Globals& globals() {
  static auto* globals = new Globals;  // never destroyed: tensors may outlive the interpreter
  return *globals;
}

/// True if the array still shows what the tensor is: its shape and dtype can be assigned to.
bool shows(PyArrayObject* array, const Tensor& tensor) {
  if (!tensor.defined() || PyArray_DATA(array) != tensor.raw()) return false;
  if (static_cast<std::size_t>(PyArray_NDIM(array)) != tensor.rank()) return false;
  const npy_intp item = PyArray_ITEMSIZE(array);
  for (std::size_t axis = 0; axis < tensor.rank(); ++axis) {
    if (PyArray_DIMS(array)[axis] != tensor.shape()[axis]) return false;
    if (tensor.size() > 0 && tensor.shape()[axis] > 1 &&
        PyArray_STRIDES(array)[axis] != tensor.strides()[axis] * item)
      return false;
  }
  return dtype_of_array(array) == tensor.dtype();
}

Handle* handle_in(PyObject* object) {
  return object && Py_TYPE(object) == globals().handle_class ? nb::inst_ptr<Handle>(object)
                                                             : nullptr;
}

const Tensor* tensor_in(PyObject* object) {
  const Handle* handle = handle_in(object);
  return handle ? &handle->tensor : nullptr;
}

PyObject* make_handle(const Tensor& tensor, std::optional<bool> inherited_trainable = {}) {
  nb::object handle =
      nb::inst_alloc(nb::handle(reinterpret_cast<PyObject*>(globals().handle_class)));
  new (nb::inst_ptr<Handle>(handle)) Handle{tensor, inherited_trainable};
  nb::inst_mark_ready(handle);
  return handle.release().ptr();
}

/// The tensor of a Tensor that NumPy allocated: it takes the memory over. Were it to keep the
/// array, which is to keep it, neither would ever be freed.
std::optional<Tensor> take_memory(PyArrayObject* array) {
  const std::optional<DType> dtype = dtype_of_array(array);
  const std::optional<Strides> strides = strides_of(array);
  if (!dtype || !strides || !PyArray_CHKFLAGS(array, NPY_ARRAY_OWNDATA) || PyArray_BASE(array) ||
      !PyArray_HANDLER(array)) {
    return std::nullopt;
  }
  std::shared_ptr<const void> memory = memory_taken_from(array);
  Tensor tensor = on_memory(array, *dtype, shape_of(array), *strides, std::move(memory));
  PyArray_SetBaseObject(array, make_handle(tensor));
  return tensor;
}

/// The handle of a Tensor: its base, or an attribute of one that NumPy has made. Null where it has
/// none yet.
Handle* handle_of(PyObject* object) {
  if (Handle* handle = handle_in(PyArray_BASE(reinterpret_cast<PyArrayObject*>(object))))
    return handle;
  PyObject* known = PyObject_GetAttr(object, globals().handle_name);
  Handle* handle = handle_in(known);
  Py_XDECREF(known);  // the attribute keeps it
  PyErr_Clear();
  return handle;
}

/// The tensor of a Tensor that NumPy made. As a view of another one it shares the other's memory,
/// so that writes through either are seen by tapes, and is found again by an attribute.
std::optional<Tensor> tensor_made_by_numpy(PyObject* object) {
  if (auto taken = take_memory(reinterpret_cast<PyArrayObject*>(object))) return taken;
  auto* array = reinterpret_cast<PyArrayObject*>(object);
  PyObject* known = PyObject_GetAttr(object, globals().handle_name);
  if (known) {
    const Tensor* tensor = tensor_in(known);
    std::optional<Tensor> found;
    if (tensor && shows(array, *tensor)) found = *tensor;
    Py_DECREF(known);
    if (found) return found;
  }
  PyErr_Clear();
  std::optional<Tensor> tensor;
  std::optional<bool> inherited_trainable;
  PyObject* base = PyArray_BASE(array);
  const std::optional<DType> dtype = dtype_of_array(array);
  const std::optional<Strides> strides = strides_of(array);
  if (base && dtype && strides) {
    const Tensor* own = tensor_in(base);
    const std::optional<Tensor> whole = own               ? *own
                                        : is_tensor(base) ? tensor_from(base)
                                                          : std::nullopt;
    if (whole && whole->dtype() == *dtype) {
      const auto offset =
          (static_cast<char*>(PyArray_DATA(array)) - static_cast<char*>(whole->raw())) /
          PyArray_ITEMSIZE(array);
      tensor = view_of(*whole, shape_of(array), *strides, offset);
      if (!own) inherited_trainable = get_trainable(base);
    }
  }
  if (!tensor) tensor = tensor_on(object);
  if (!tensor) return std::nullopt;
  PyObject* handle = make_handle(*tensor, inherited_trainable);
  PyObject_SetAttr(object, globals().handle_name, handle);
  Py_DECREF(handle);
  PyErr_Clear();
  return tensor;
}

std::optional<Tensor> tensor_of_number(PyObject* object) {
  if (PyBool_Check(object)) return Tensor(Scalar(object == Py_True));
  if (PyFloat_Check(object)) return Tensor(Scalar(PyFloat_AS_DOUBLE(object)));
  if (PyLong_Check(object)) {
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (overflow != 0) return std::nullopt;
    const bool fits = value == static_cast<std::int32_t>(value);
    return Tensor(Scalar(value), fits ? DType::int32 : DType::int64);
  }
  return std::nullopt;
}

std::optional<Tensor> convert(PyObject* object) {
  PyObject* array = PyObject_CallOneArg(globals().convert, object);
  std::optional<Tensor> tensor;
  if (array && is_tensor(array)) {
    tensor = tensor_from(array);
  } else if (array && PyArray_Check(array)) {
    tensor = tensor_on(array);
    if (tensor) tensor->trainable(false);
  }
  Py_XDECREF(array);
  PyErr_Clear();
  return tensor;
}

PyObject* remembered(std::uint64_t id) {
  auto& all = globals().remembered;
  if (all.empty()) return nullptr;
  const auto found = all.find(id);
  if (found == all.end()) return nullptr;
  PyObject* object = PyWeakref_GetObject(found->second);
  if (object == Py_None) return nullptr;
  Py_INCREF(object);
  return object;
}

}  // namespace

void import_numpy() {
  if (_import_array() < 0) throw nb::python_error();
  globals().handle_name = PyUnicode_InternFromString("_handle");
}

PyTypeObject* array_class() { return &PyArray_Type; }

void set_tensor_class(PyTypeObject* tensor_class, PyObject* convert) {
  Py_INCREF(tensor_class);
  Py_INCREF(convert);
  globals().tensor_class = tensor_class;
  globals().handle_class = reinterpret_cast<PyTypeObject*>(nb::type<Handle>().ptr());
  globals().convert = convert;
}

bool is_tensor(PyObject* object) {
  return globals().tensor_class && PyObject_TypeCheck(object, globals().tensor_class);
}

bool is_held(PyObject* object) {
  const Tensor* own = tensor_in(PyArray_BASE(reinterpret_cast<PyArrayObject*>(object)));
  return !own || !own->is_only_handle() || globals().remembered.count(own->id()) != 0;
}

bool has_engine(PyObject* object) {
  return PyArray_Check(object) && dtype_of_array(reinterpret_cast<PyArrayObject*>(object));
}

nb::object as_tensor_class(PyObject* array) {
  return nb::steal(
      PyArray_View(reinterpret_cast<PyArrayObject*>(array), nullptr, globals().tensor_class));
}

std::optional<Tensor> tensor_on(PyObject* object) {
  auto* array = reinterpret_cast<PyArrayObject*>(object);
  const std::optional<DType> dtype = dtype_of_array(array);
  const std::optional<Strides> strides = strides_of(array);
  if (dtype && strides && PyArray_ISBEHAVED_RO(array) && PyArray_ISNOTSWAPPED(array)) {
    return on_memory(array, *dtype, shape_of(array), *strides, owner_of(array));
  }
  const int type = dtype ? PyArray_TYPE(array) : widened(PyArray_TYPE(array));
  if (type < 0) return std::nullopt;
  PyObject* copy = PyArray_FROM_OTF(object, type, NPY_ARRAY_CARRAY | NPY_ARRAY_FORCECAST);
  if (!copy) return PyErr_Clear(), std::nullopt;
  std::optional<Tensor> tensor = tensor_on(copy);
  Py_DECREF(copy);
  return tensor;
}

std::optional<Tensor> tensor_from(PyObject* object) noexcept {
  try {
    if (PyArray_Check(object)) {
      if (!is_tensor(object)) {
        std::optional<Tensor> constant = tensor_on(object);
        if (!constant) return constant;
        // Its owner may fill it again before a gradient reads what the call at hand has read.
        const bool may_change = PyArray_ISWRITEABLE(reinterpret_cast<PyArrayObject*>(object));
        if (may_change && is_recording()) constant = constant->detach().copy();
        constant->trainable(false);
        return constant;
      }
      auto* array = reinterpret_cast<PyArrayObject*>(object);
      const Tensor* tensor = tensor_in(PyArray_BASE(array));
      if (!tensor) return tensor_made_by_numpy(object);
      // The engine may have given its tensor other memory; a user, the array another shape.
      const bool moved = PyArray_DATA(array) != tensor->raw();
      return moved || shows(array, *tensor) ? *tensor : tensor_made_by_numpy(object);
    }
    if (!PyArray_IsScalar(object, Generic)) {  // np.float64 is a float, but has a dtype
      if (std::optional<Tensor> number = tensor_of_number(object)) {
        number->trainable(false);
        return number;
      }
    }
    if (object == Py_None || PyUnicode_Check(object) || PyBytes_Check(object)) return std::nullopt;
    if (std::optional<Tensor> symbolic = symbolic_from(object)) return symbolic;
    return convert(object);
  } catch (...) {
    PyErr_Clear();
    return std::nullopt;
  }
}

bool get_trainable(PyObject* object) {
  const std::optional<Tensor> tensor = has_engine(object) ? tensor_from(object) : std::nullopt;
  return tensor && handle_of(object)->inherited_trainable.value_or(tensor->trainable());
}

void set_trainable(PyObject* object, bool value) {
  std::optional<Tensor> tensor = has_engine(object) ? tensor_from(object) : std::nullopt;
  if (!tensor) return;
  tensor->trainable(value);
  tensor->frozen_flows(true);  // who says whether to train it takes it for a weight
  handle_of(object)->inherited_trainable.reset();
}

void inherit_trainable(PyObject* result, PyObject* source) {
  if (PyList_Check(result) || PyTuple_Check(result)) {
    for (const nb::handle part : nb::handle(result)) inherit_trainable(part.ptr(), source);
    return;
  }
  if (result == source || !is_tensor(result) || !is_tensor(source)) return;
  std::optional<Tensor> tensor = has_engine(result) ? tensor_from(result) : std::nullopt;
  if (!tensor || !has_engine(source) || tensor->id() == tensor_from(source)->id()) return;
  if (is_recording()) {
    handle_of(result)->inherited_trainable = get_trainable(source);
    if (tensor->shares_memory(*tensor_from(source)))
      PyObject_SetAttrString(result, "_view_of", source);
  } else {
    tensor->trainable(get_trainable(source));
  }
}

PyObject* first_tensor(PyObject* values) {
  const bool is_list = PyList_Check(values);
  if (!is_list && !PyTuple_Check(values)) return nullptr;
  const Py_ssize_t count = is_list ? PyList_GET_SIZE(values) : PyTuple_GET_SIZE(values);
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* value = is_list ? PyList_GET_ITEM(values, i) : PyTuple_GET_ITEM(values, i);
    if (is_tensor(value)) return value;
    if (PyObject* deeper = first_tensor(value)) return deeper;
  }
  return nullptr;
}

nb::object as_numpys(nb::object result, PyObject* arguments) {
  PyObject* source = first_tensor(arguments);
  if (!source) return result;
  inherit_trainable(result.ptr(), source);
  if (!is_tensor(result.ptr())) return result;
  auto* array = reinterpret_cast<PyArrayObject*>(result.ptr());
  const bool is_of_several = PyArray_NDIM(reinterpret_cast<PyArrayObject*>(source)) > 0;
  const bool is_whole = PyArray_ISINTEGER(array) || PyArray_ISBOOL(array);
  if (PyArray_NDIM(array) > 0 || !is_of_several || !is_whole) return result;
  return nb::steal(PyArray_ToScalar(PyArray_DATA(array), array));
}

PyObject* to_python(const Tensor& tensor) noexcept {
  if (!tensor.defined()) Py_RETURN_NONE;
  const bool has_values = tensor.device().holds_values();
  if (PyObject* object = remembered(tensor.id())) {
    if (!has_values || shows(reinterpret_cast<PyArrayObject*>(object), tensor)) return object;
    Py_DECREF(object);
  }
  if (!has_values) {
    PyObject* symbolic = symbolic_to_python(tensor);
    if (symbolic) remember(symbolic, tensor);
    return symbolic;
  }
  PyArray_Descr* descr = descr_of(tensor.dtype());
  if (!descr) return nullptr;
  constexpr std::size_t most_axes = 64;  // since NumPy 2; before, it refuses more than 32 itself
  std::array<npy_intp, most_axes> strides;
  const auto rank = tensor.rank();
  if (rank > strides.size()) {
    Py_DECREF(descr);
    PyErr_SetString(PyExc_ValueError, "NumPy's arrays have at most 64 axes");
    return nullptr;
  }
  const auto item = static_cast<npy_intp>(item_size(tensor.dtype()));
  bool writeable = tensor.writable();
  for (std::size_t axis = 0; axis < rank; ++axis) {
    strides[axis] = tensor.strides()[axis] * item;
    if (strides[axis] == 0 && tensor.shape()[axis] > 1) writeable = false;  // broadcast
  }
  PyObject* handle = make_handle(tensor);
  static_assert(sizeof(npy_intp) == sizeof(std::int64_t));
  PyObject* array =
      PyArray_NewFromDescr(globals().tensor_class, descr, static_cast<int>(rank),
                           reinterpret_cast<const npy_intp*>(tensor.shape().data()), strides.data(),
                           tensor.raw(), writeable ? NPY_ARRAY_WRITEABLE : 0, nullptr);
  if (!array) {
    Py_DECREF(handle);
    return nullptr;
  }
  PyArray_SetBaseObject(reinterpret_cast<PyArrayObject*>(array), handle);
  // What bears a name is a weight: layer.weights[0] is layer.kernel.
  if (!tensor.name().empty()) remember(array, tensor);
  return array;
}

void remember(PyObject* object, const Tensor& tensor) {
  const std::uint64_t id = tensor.id();
  if (const auto known = globals().remembered.find(id); known != globals().remembered.end()) {
    if (PyWeakref_GetObject(known->second) == object) return;
    Py_DECREF(known->second);
  }
  const nb::object forget = nb::cpp_function([id](nb::handle weak) {
    auto& all = globals().remembered;
    const auto found = all.find(id);
    if (found != all.end() && found->second == weak.ptr()) all.erase(found);
    weak.dec_ref();
  });
  PyObject* weak = PyWeakref_NewRef(object, forget.ptr());
  if (!weak) throw nb::python_error();
  globals().remembered[id] = weak;
}

}  // namespace beras::python
