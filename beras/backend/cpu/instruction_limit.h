// What the environment allows kernels to use of the processor.
#pragma once

namespace beras::backend::cpu {

/// Makes Highway and oneDNN keep to BERAS_MAX_ISA; before their first use, and once.
void limit_instructions();

}  // namespace beras::backend::cpu
