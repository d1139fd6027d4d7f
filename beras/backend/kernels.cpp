#include <beras/backend/kernels.h>

#include <beras/tensor/guarded_memory_internal.h>

namespace beras::backend {

void OpenMemory::open() { open_guarded_memory(); }
void OpenMemory::close() noexcept { close_guarded_memory(); }

}  // namespace beras::backend
