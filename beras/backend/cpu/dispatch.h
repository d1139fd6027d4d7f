// Calls the version of a kernel that suits the processor: BERAS_EXPORT and BERAS_DISPATCH stand for
// Highway's HWY_EXPORT and HWY_DYNAMIC_DISPATCH, which need Highway's library. That one measures
// the resolution of a clock whenever it is loaded: 3 ms, half of what a small program takes in all.
#pragma once

#include <hwy/targets.h>

#include <cstddef>

namespace beras::backend::cpu {

/// Makes oneDNN keep to BERAS_MAX_ISA; before its first use, and once. ValueError for unknown
/// names.
void limit_instructions();

/// Where the version for this process stands in the table of a kernel.
std::size_t chosen_version();

}  // namespace beras::backend::cpu

/// Gathers the versions of a function that the file was compiled to, one for each target.
#define BERAS_EXPORT(function)                                                 \
  constexpr decltype(&HWY_STATIC_DISPATCH(function)) function##_versions[] = { \
      nullptr, HWY_CHOOSE_TARGET_LIST(function), HWY_CHOOSE_FALLBACK(function)}

/// The version of an exported function to be called.
#define BERAS_DISPATCH(function) (*function##_versions[chosen_version()])
