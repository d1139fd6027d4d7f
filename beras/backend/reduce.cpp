#include <beras/backend/reduce.h>

namespace beras::backend {

std::string_view kind_name(ReduceKind kind) {
  static constexpr std::string_view names[] = {"sum", "mean", "prod", "max", "min", "any", "all"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view kind_name(ArgumentKind kind) {
  return kind == ArgumentKind::argmax ? "argmax" : "argmin";
}

}  // namespace beras::backend
