// Which instructions of the processor the fast kernels use, and how to allow fewer of them.
#pragma once

#include <string>

#include <beras/base/export.h>

namespace beras::backend {

/// The best instructions that this process uses.
struct InstructionSets {
  /// In Beras's own kernels, by Highway's names: SCALAR, AVX2 or AVX3, which is AVX-512.
  std::string vectors;
  /// In oneDNN's matrix products and convolutions: sse4, avx2, avx512_core, avx512_core_vnni,
  /// avx512_core_bf16 or avx512_core_amx.
  std::string products;
};

/// What kernels were chosen for: the best that the machine has, or less if the environment variable
/// BERAS_MAX_ISA names less, by one of the names of `products`.
///
/// Processors that use the same instructions give the same bits. The variable is read before the
/// first kernel runs; ValueError if its name is unknown.
BERAS_API InstructionSets instruction_sets();

}  // namespace beras::backend
