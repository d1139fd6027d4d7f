// Which records a later change in place cannot make wrong.
#pragma once

namespace beras {

/// Marks an operator whose gradient reads no element of its inputs and outputs, as a copy's.
struct ValueFree {};

}  // namespace beras
