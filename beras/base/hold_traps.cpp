#include <beras/base/hold_traps.h>

#include <beras/base/float_mode_internal.h>

namespace beras {

HoldTraps::HoldTraps() : trapped_(traps(float_mode())) {
  if (trapped_) [[unlikely]]
    std::feholdexcept(&before_);
}

HoldTraps::~HoldTraps() {
  if (trapped_) [[unlikely]]
    std::fesetenv(&before_);
}

}  // namespace beras
