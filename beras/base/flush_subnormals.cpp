#include <beras/base/flush_subnormals.h>

#include <beras/base/float_mode_internal.h>

namespace beras {

FlushSubnormals::FlushSubnormals() : mode_before_(float_mode()) {
  set_float_mode(flushing(mode_before_));
}

FlushSubnormals::~FlushSubnormals() { set_float_mode(mode_before_); }

}  // namespace beras
