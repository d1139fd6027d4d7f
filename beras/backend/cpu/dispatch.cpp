#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/dispatch.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstdint>
#include <cstdlib>
#include <oneapi/dnnl/dnnl.hpp>
#include <string_view>

#include <beras/backend/instruction_set.h>
#include <beras/base/error.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

std::int64_t target() { return HWY_TARGET; }

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend {
namespace cpu {
namespace {

BERAS_EXPORT(target);

struct Level {
  std::string_view name;
  std::int64_t target;
  dnnl::cpu_isa isa;
};

constexpr Level levels[] = {
    {"sse4", HWY_STATIC_TARGET, dnnl::cpu_isa::sse41},
    {"avx2", HWY_AVX2, dnnl::cpu_isa::avx2},
    {"avx512_core", HWY_AVX3, dnnl::cpu_isa::avx512_core},
    {"avx512_core_vnni", HWY_AVX3, dnnl::cpu_isa::avx512_core_vnni},
    {"avx512_core_bf16", HWY_AVX3, dnnl::cpu_isa::avx512_core_bf16},
    {"avx512_core_amx", HWY_AVX3, dnnl::cpu_isa::avx512_core_amx},
};

/// The best level that oneDNN sees and may use; null if there is none.
const Level* best_level() {
  const auto present = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
  const Level* best = nullptr;
  for (const Level& level : levels) {
    const auto needed = static_cast<unsigned>(level.isa);
    if ((present & needed) == needed) best = &level;
  }
  return best;
}

/// True if the processor also has what Highway's target needs beyond oneDNN's level.
bool suits(std::int64_t target) {
#if HWY_ARCH_X86
  const bool has_avx2 = __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (target == HWY_AVX2) return has_avx2;
  if (target == HWY_AVX3) return has_avx2 && __builtin_cpu_supports("avx512cd");
  return target == HWY_STATIC_TARGET;
#else
  return target == HWY_STATIC_TARGET;
#endif
}

void limit_to(std::string_view name) {
  for (const Level& level : levels) {
    if (level.name != name) continue;
    dnnl::set_max_cpu_isa(level.isa);
    return;
  }
  throw ValueError("BERAS_MAX_ISA",
                   "sse4, avx2, avx512_core, avx512_core_vnni, avx512_core_bf16 or avx512_core_amx",
                   name);
}

}  // namespace

void limit_instructions() {
  static const bool is_done = [] {
    if (const char* name = std::getenv("BERAS_MAX_ISA")) limit_to(name);
    return true;
  }();
  static_cast<void>(is_done);
}

std::size_t chosen_version() {
  static const std::size_t chosen = [] {
    limit_instructions();
    std::int64_t targets = HWY_STATIC_TARGET;
    const Level* const best = best_level();
    for (const Level* level = levels; best && level <= best; ++level) {
      if (suits(level->target)) targets |= level->target;
    }
    hwy::ChosenTarget choice;
    choice.Update(targets);
    return choice.GetIndex();
  }();
  return chosen;
}

}  // namespace cpu

InstructionSets instruction_sets() {
  using namespace cpu;
  const char* const vectors = hwy::TargetName(BERAS_DISPATCH(target)());
  const Level* const level = best_level();
  return {vectors, std::string(level ? level->name : "none")};
}

}  // namespace beras::backend
#endif
