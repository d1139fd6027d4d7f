// How tensors of the engine and NumPy's arrays become each other, without copies.
#pragma once

#include <nanobind/nanobind.h>

#include <optional>

#include <beras/tensor/tensor.h>

#include "bindings/lock.h"

namespace beras::python {

/// What the `base` of a Tensor's array is: it keeps the memory, and bears the identity.
struct Handle {
  Tensor tensor;
  /// What `trainable` reads where the object has it from the one that it was computed from: to
  /// tapes, what they have recorded is no variable.
  std::optional<bool> inherited_trainable;
};

/// Loads NumPy's functions; to be called before all others here.
void import_numpy();
/// NumPy's class of arrays.
PyTypeObject* array_class();
/// The Python class that tensors become, and the Python function that makes arrays of what is
/// neither an array nor a number.
void set_tensor_class(PyTypeObject* tensor_class, PyObject* convert);

/// True for Tensors.
bool is_tensor(PyObject* object);
/// True if others than this Tensor may know its tensor: it was made by a user, as a weight is, or
/// the engine keeps it.
bool is_held(PyObject* object);
/// True for arrays of a dtype that the engine has.
bool has_engine(PyObject* object);
/// The array seen as a Tensor that the engine does not know.
nanobind::object as_tensor_class(PyObject* array);

/// The tensor that a Python object stands for. A Tensor gives the engine's tensor that it is; an
/// array a constant on the same memory; anything else a copy. None, with no Python error set, where
/// there is no such tensor.
std::optional<Tensor> tensor_from(PyObject* object) noexcept;

/// What `trainable` reads and sets; False for arrays that the engine does not know.
bool get_trainable(PyObject* tensor);
void set_trainable(PyObject* tensor, bool value);
/// Gives a result, or each of a list or tuple of them, the `trainable` of the Tensor that it was
/// computed from.
void inherit_trainable(PyObject* result, PyObject* source);

/// The first Tensor in a list or tuple, at any depth; null where there is none.
PyObject* first_tensor(PyObject* values);
/// What a function gave for these arguments, as NumPy gives it: as trainable as the first Tensor,
/// and a number where it is one integer or truth of several elements.
nanobind::object as_numpys(nanobind::object result, PyObject* arguments);

/// A new reference to the Python object: None for an undefined tensor.
PyObject* to_python(const Tensor& tensor) noexcept;

/// A tensor on an array's memory, which the array keeps; a copy where its layout is none of the
/// engine's. None for dtypes that the engine has not.
std::optional<Tensor> tensor_on(PyObject* array);

/// Makes `to_python` give this very object, as long as it lives, for its tensor.
void remember(PyObject* object, const Tensor& tensor);

/// Takes the interpreter's lock for the length of a scope, also at its end, when it may be gone.
class Lock {
 public:
  Lock() : alive_(Py_IsInitialized() != 0) {
    if (alive_) state_ = take_lock(PyGILState_Ensure);
  }
  ~Lock() {
    if (!alive_) return;
    // A thread that Python ends within the scope has lost the lock: it sleeps, as in `take_lock`.
    while (PyGILState_Check() == 0) pause();
    PyGILState_Release(state_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  explicit operator bool() const { return alive_; }

 private:
  bool alive_;
  PyGILState_STATE state_{};
};

/// Keeps a Python object as long as a shared pointer lives, on whichever thread that ends.
struct KeepAlive {
  explicit KeepAlive(PyObject* object) : object_(object) { Py_INCREF(object); }
  void operator()(const void*) const {
    if (const Lock lock; lock) Py_DECREF(object_);
  }
  PyObject* object() const { return object_; }

 private:
  PyObject* object_;
};

}  // namespace beras::python
