#include <beras/core/roofline.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <vector>

#include <beras/backend/matmul.h>
#include <beras/base/parallel.h>
#include <beras/tensor/tensor.h>

namespace beras::profiler {
namespace {

/// The shortest of up to three runs after one to warm up, in seconds; no more are begun once they
/// have taken a tenth of a second together.
template <typename Run>
double shortest(Run&& run) {
  run();
  std::chrono::duration<double> least(0), all(0);
  for (int i = 0; i < 3 && all.count() < 0.1; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    least = i == 0 ? time : std::min(least, time);
    all += time;
  }
  return least.count();
}

double peak_flops_per_second() {
  constexpr std::int64_t length = 1024;
  // Memory of its own, so that the statistics of tensors' memory stay the program's.
  std::vector<float> values(3 * length * length, 0.5F);
  const auto matrix = [&](std::int64_t position) {
    return Tensor::from_external(values.data() + position * length * length, {length, length},
                                 DType::float32, nullptr);
  };
  const Tensor a = matrix(0), b = matrix(1);
  Tensor out = matrix(2);
  const double seconds = shortest(
      [&] { backend::matmul(Device::cpu)->matmul(a, b, Tensor(), backend::Epilogue::none, out); });
  return 2.0 * length * length * length / seconds;
}

double bytes_per_second() {
  constexpr std::int64_t length = 16 << 20, grain = 1 << 16;
  std::vector<float> a(length), b(length, 1.0F), c(length, 2.0F);
  const double seconds = shortest([&] {
    parallel_for(length, grain, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) a[i] = b[i] + 3 * c[i];
    });
  });
  return 3.0 * sizeof(float) * length / seconds;
}

}  // namespace

double Roofline::seconds(double flops, double bytes) const {
  return std::max(flops / flops_per_second, bytes / bytes_per_second);
}

Roofline roofline() {
  static std::mutex mutex;
  static std::map<int, Roofline>& measured = *new std::map<int, Roofline>;  // by threads
  const std::lock_guard lock(mutex);
  const auto known = measured.find(num_threads());
  if (known != measured.end()) return known->second;
  const Roofline speed{peak_flops_per_second(), bytes_per_second()};
  measured.emplace(num_threads(), speed);
  return speed;
}

}  // namespace beras::profiler
