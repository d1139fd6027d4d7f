#include "bindings/conversions.h"

#include <cctype>

namespace beras::python {
namespace {

constexpr Py_ssize_t longest = 80;

/// A type as users write it: of "@taken@given@" what is taken; "beras.core.TensorLike" without its
/// modules.
std::string readable(std::string_view type) {
  std::string text;
  bool is_given = false;
  int marks = 0;
  for (const char c : type) {
    if (c == '@') {
      is_given = ++marks % 3 == 2;
    } else if (c == '.' && !is_given) {
      while (!text.empty() &&
             (std::isalnum(static_cast<unsigned char>(text.back())) != 0 || text.back() == '_'))
        text.pop_back();
    } else if (!is_given) {
      text += c;
    }
  }
  return text;
}

}  // namespace

std::string described(nb::handle object) {
  try {
    const nb::object text = nb::repr(object);
    if (PyUnicode_GetLength(text.ptr()) <= longest) return nb::cast<std::string>(text);
  } catch (...) {
    PyErr_Clear();  // an object whose repr fails is described by its type as well
  }
  return "an object of type " + nb::cast<std::string>(nb::inst_name(object));
}

void refuse(std::string_view who, std::string_view what, std::string_view type, nb::handle object) {
  const std::string message = "[" + std::string(who) + "] expected " + std::string(what) + ": " +
                              readable(type) + ". Received: " + described(object) + ".";
  throw nb::type_error(message.c_str());
}

}  // namespace beras::python
