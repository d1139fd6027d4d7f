#include <beras/base/flush_subnormals.h>

#include <omp.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include <cstddef>

namespace beras {

#if defined(__SSE2__)

namespace {

constexpr unsigned flush_to_zero = 0x8000, denormals_are_zero = 0x0040;

}  // namespace

FlushSubnormals::FlushSubnormals()
    : modes_(static_cast<std::size_t>(omp_get_max_threads()), _mm_getcsr()) {
#pragma omp parallel num_threads(static_cast <int>(modes_.size()))
  {
    unsigned& mode = modes_[static_cast<std::size_t>(omp_get_thread_num())];
    mode = _mm_getcsr();
    _mm_setcsr(mode | flush_to_zero | denormals_are_zero);
  }
  // At the end of the region libomp gives the calling thread its former mode back.
  _mm_setcsr(modes_.front() | flush_to_zero | denormals_are_zero);
}

FlushSubnormals::~FlushSubnormals() {
#pragma omp parallel num_threads(static_cast <int>(modes_.size()))
  _mm_setcsr(modes_[static_cast<std::size_t>(omp_get_thread_num())]);
  _mm_setcsr(modes_.front());
}

#else

FlushSubnormals::FlushSubnormals() = default;
FlushSubnormals::~FlushSubnormals() = default;

#endif

}  // namespace beras
