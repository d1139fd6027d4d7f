// Whether a composition runs once more only to be differentiated.
#pragma once

#include <beras/base/export.h>

namespace beras {

/// True while a call is run again to derive its gradient or its Jacobian: what a layer does beside
/// computing its output, such as moving statistics, has been done by the call itself.
BERAS_API bool is_replaying();

}  // namespace beras
