#include <beras/base/parallel.h>

#include <omp.h>

#include <algorithm>
#include <exception>
#include <string>

#include <beras/base/error.h>

namespace beras {

void parallel_for(std::int64_t count, std::int64_t grain,
                  const std::function<void(std::int64_t, std::int64_t)>& body) {
  if (count <= 0) return;
  grain = std::max<std::int64_t>(grain, 1);
  const std::int64_t pieces = (count + grain - 1) / grain;
  if (pieces == 1) return body(0, count);
  if (num_threads() == 1 || omp_in_parallel()) {
    for (std::int64_t i = 0; i < pieces; ++i) body(i * grain, std::min(count, (i + 1) * grain));
    return;
  }
  std::exception_ptr failure;
#pragma omp parallel for schedule(static) shared(failure)
  for (std::int64_t i = 0; i < pieces; ++i) {
    try {
      body(i * grain, std::min(count, (i + 1) * grain));
    } catch (...) {
#pragma omp critical(beras_parallel_for_failure)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

int num_threads() { return omp_get_max_threads(); }

void set_num_threads(int count) {
  if (count < 1) {
    throw ValueError("set_num_threads", "a count of at least 1", std::to_string(count));
  }
  omp_set_num_threads(count);
}

}  // namespace beras
