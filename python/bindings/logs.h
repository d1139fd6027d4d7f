// Logs as dicts of floats.
#pragma once

#include <beras/models/logs.h>

#include "bindings/casters.h"

namespace nanobind::detail {

template <>
struct type_caster<beras::Logs> {
  using Numbers = make_caster<beras::Logs::Map>;
  NB_TYPE_CASTER(beras::Logs, Numbers::Name)

  bool from_python(handle source, std::uint8_t flags, cleanup_list* cleanup) noexcept {
    Numbers numbers;
    if (!numbers.from_python(source, flags, cleanup)) return false;
    value = std::move(numbers.value);
    return true;
  }
  static handle from_cpp(const beras::Logs& logs, rv_policy policy, cleanup_list* cleanup) {
    return Numbers::from_cpp(static_cast<const beras::Logs::Map&>(logs), policy, cleanup);
  }
};

}  // namespace nanobind::detail
