// What functions take as `seed`: a number, a SeedGenerator, or None for the global generator.
#pragma once

#include <beras/ops/random.h>

#include "bindings/casters.h"

namespace nanobind::detail {

template <>
struct type_caster<beras::random::Seed> {
  NB_TYPE_CASTER(beras::random::Seed, const_name("int | ") +
                                          make_caster<beras::SeedGenerator>::Name +
                                          const_name(" | None"))

  bool from_python(handle source, std::uint8_t flags, cleanup_list* cleanup) noexcept {
    if (source.is_none()) return true;
    if (PyIndex_Check(source.ptr())) {
      const object number = steal(PyNumber_Index(source.ptr()));
      if (!number) return PyErr_Clear(), false;
      // Any integer is a key: negative and large ones by their lowest 64 bits.
      value = beras::random::Seed(PyLong_AsUnsignedLongLongMask(number.ptr()));
      return true;
    }
    make_caster<beras::SeedGenerator> generator;
    if (!generator.from_python(source, flags, cleanup)) return false;
    value = beras::random::Seed(generator.operator beras::SeedGenerator&());
    return true;
  }
};

}  // namespace nanobind::detail
