#include <beras/base/version.h>

namespace beras {

std::string_view version() { return BERAS_VERSION; }

}  // namespace beras
