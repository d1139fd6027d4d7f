#include <beras/backend/elementwise.h>

#include <iterator>

namespace beras::backend {

std::string_view kind_name(UnaryKind kind) {
  if (kind == UnaryKind::gelu_tanh) return "gelu";
  switch (kind) {
#define BERAS_UNARY(kind, value, derivative) \
  case UnaryKind::kind:                      \
    return #kind;
#define BERAS_UNARY_BOOLEAN(kind, value) \
  case UnaryKind::kind:                  \
    return #kind;
#include <beras/backend/unary_functions.def>
    case UnaryKind::bitwise_not:
      break;
  }
  return "bitwise_not";
}

std::string_view kind_name(BinaryKind kind) {
  static constexpr std::string_view names[] = {
      "add",        "subtract",      "multiply",    "divide",      "divide_no_nan", "floor_divide",
      "mod",        "fmod",          "power",       "maximum",     "minimum",       "arctan2",
      "hypot",      "logaddexp",     "heaviside",   "bitwise_and", "bitwise_or",    "bitwise_xor",
      "left_shift", "right_shift",   "equal",       "not_equal",   "less",          "less_equal",
      "greater",    "greater_equal", "logical_and", "logical_or",  "logical_xor"};
  static_assert(std::size(names) == static_cast<std::size_t>(BinaryKind::logical_xor) + 1);
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace beras::backend
