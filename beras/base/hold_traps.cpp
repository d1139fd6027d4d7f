#include <beras/base/hold_traps.h>

namespace beras {

void HoldTraps::hold() { std::feholdexcept(&before_); }

void HoldTraps::release() { std::fesetenv(&before_); }

}  // namespace beras
