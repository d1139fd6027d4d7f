// Element-by-element kernels with SIMD and threads.
#pragma once

#include <beras/backend/reference/elementwise.h>

namespace beras::backend::cpu {

class Elementwise : public reference::Elementwise {};

}  // namespace beras::backend::cpu
