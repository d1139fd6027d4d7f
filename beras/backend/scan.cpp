#include <beras/backend/scan.h>

namespace beras::backend {

std::string_view kind_name(ScanKind kind) {
  return kind == ScanKind::cumsum ? "cumsum" : "cumprod";
}

}  // namespace beras::backend
