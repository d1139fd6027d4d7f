// What a function says of a call that fits none of its signatures: which argument, what was
// expected, what came, rather than nanobind's "incompatible function arguments".
#include <algorithm>
#include <array>
#include <utility>

#include "bindings/module.h"

namespace beras::python {
namespace {

/// How nanobind calls its functions: one of few entries, chosen by their parameters.
constexpr std::size_t max_entries = 8;
std::array<vectorcallfunc, max_entries> entries{};

bool is_refusal(const nb::python_error& error) {
  if (!error.type().is(PyExc_TypeError)) return false;
  const nb::str said(error.value());
  return nb::cast<bool>(said.attr("__contains__")("(): incompatible function arguments."));
}

/// Puts the explanation in the place of nanobind's error; other errors stay as they are.
void explain_error(PyObject* function, PyObject* const* values, std::size_t flagged_count,
                   PyObject* names) {
  if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) return;
  nb::python_error error;
  if (!is_refusal(error)) return error.restore();
  // nanobind notes in a bit of its own that it made the object that __init__ gets.
  const Py_ssize_t count =
      PyVectorcall_NARGS(flagged_count & ~(PY_VECTORCALL_ARGUMENTS_OFFSET >> 1U));
  nb::list args;
  nb::dict kwargs;
  for (Py_ssize_t i = 0; i < count; ++i) args.append(nb::handle(values[i]));
  for (Py_ssize_t i = 0; names && i < PyTuple_GET_SIZE(names); ++i)
    kwargs[PyTuple_GET_ITEM(names, i)] = nb::handle(values[count + i]);
  const nb::object refusal = nb::module_::import_("beras._refusals").attr("refusal");
  const nb::object text = refusal(nb::handle(function), args, kwargs);
  PyErr_SetObject(PyExc_TypeError, text.ptr());
}

template <std::size_t entry>
PyObject* call(PyObject* function, PyObject* const* values, std::size_t flagged_count,
               PyObject* names) {
  PyObject* result = entries[entry](function, values, flagged_count, names);
  if (result) return result;
  try {
    explain_error(function, values, flagged_count, names);
  } catch (nb::python_error& error) {
    error.restore();
  }
  return nullptr;
}

template <std::size_t... each>
constexpr std::array<vectorcallfunc, sizeof...(each)> calls(std::index_sequence<each...>) {
  return {call<each>...};
}

/// Leads calls of a function through `call`.
void wrap(PyObject* function) {
  auto& slot = *reinterpret_cast<vectorcallfunc*>(reinterpret_cast<char*>(function) +
                                                  Py_TYPE(function)->tp_vectorcall_offset);
  static constexpr auto wrappers = calls(std::make_index_sequence<max_entries>());
  if (std::find(wrappers.begin(), wrappers.end(), slot) != wrappers.end()) return;
  const auto known = std::find(entries.begin(), entries.end(), slot);
  const auto place =
      known != entries.end() ? known : std::find(entries.begin(), entries.end(), nullptr);
  if (place == entries.end()) return;
  *place = slot;
  slot = wrappers[static_cast<std::size_t>(place - entries.begin())];
}

/// What calling a class means that only the library makes objects of.
PyObject* refuse_construction(PyObject* type, PyObject* const*, std::size_t, PyObject*) {
  PyErr_Format(PyExc_TypeError, "[%U] is made by the library, not by calling the class.",
               nb::handle(type).attr("__name__").ptr());
  return nullptr;
}

void wrap_all(nb::handle scope) {
  if (nb::type_check(scope) && !nb::hasattr(scope.attr("__init__"), "__nb_signature__"))
    reinterpret_cast<PyTypeObject*>(scope.ptr())->tp_vectorcall = refuse_construction;
  for (const nb::handle value : scope.attr("__dict__").attr("values")()) {
    if (PyModule_Check(value.ptr()) || PyType_Check(value.ptr())) {
      wrap_all(value);
    } else if (PyObject_TypeCheck(value.ptr(), &PyProperty_Type) != 0) {
      if (const nb::object setter = value.attr("fset"); !setter.is_none()) wrap(setter.ptr());
    } else if (nb::hasattr(value, "__nb_signature__")) {
      wrap(value.ptr());
    }
  }
}

}  // namespace

void bind_refusals(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "is_tensor_like", [](nb::handle object) { return tensor_from(object.ptr()).has_value(); },
      "object"_a.none());
  // Their types are closed to Python, and their objects have no attributes of their own.
  m.def(
      "show_signatures_by",
      [](nb::handle function, nb::handle property) {
        PyTypeObject* type = Py_TYPE(function.ptr());
        if (PyDict_SetItemString(type->tp_dict, "__signature__", property.ptr()) != 0)
          throw nb::python_error();
        PyType_Modified(type);
      },
      "function"_a, "property"_a);
  wrap_all(m);
}

}  // namespace beras::python
