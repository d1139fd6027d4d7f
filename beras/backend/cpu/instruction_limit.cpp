#include <beras/backend/cpu/instruction_limit.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/instruction_limit.cpp"
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

HWY_EXPORT(target);

struct Level {
  std::string_view name;
  std::int64_t target;
  dnnl::cpu_isa isa;
};

constexpr Level levels[] = {
    {"sse4", HWY_SSE4, dnnl::cpu_isa::sse41},
    {"avx2", HWY_AVX2, dnnl::cpu_isa::avx2},
    {"avx512_core", HWY_AVX3, dnnl::cpu_isa::avx512_core},
    {"avx512_core_vnni", HWY_AVX3, dnnl::cpu_isa::avx512_core_vnni},
    {"avx512_core_bf16", HWY_AVX3, dnnl::cpu_isa::avx512_core_bf16},
    {"avx512_core_amx", HWY_AVX3, dnnl::cpu_isa::avx512_core_amx},
};

std::string_view products() {
  const auto present = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
  std::string_view best = "none";
  for (const Level& level : levels) {
    const auto needed = static_cast<unsigned>(level.isa);
    if ((present & needed) == needed) best = level.name;
  }
  return best;
}

void limit_to(std::string_view name) {
  for (const Level& level : levels) {
    if (level.name != name) continue;
    hwy::DisableTargets(level.target - 1);  // Highway's better targets are lower bits
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

}  // namespace cpu

InstructionSets instruction_sets() {
  cpu::limit_instructions();
  return {hwy::TargetName(HWY_DYNAMIC_DISPATCH(cpu::target)()), std::string(cpu::products())};
}

}  // namespace beras::backend
#endif
