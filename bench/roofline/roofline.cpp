// What this machine can do at most: matrix products by oneDNN, whose weights lie as it likes them
// best, and the memory's bandwidth, reading and in a triad with streaming stores. Prints JSON:
// FLOP/s by dtype and number of threads, bytes/s with all threads.
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <string>

#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>
#include <dnnl.hpp>
#include <nlohmann/json.hpp>

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using dnnl::memory;

/// The least seconds of one call, in half a second of calls.
double best_seconds(const std::function<void()>& call) {
  using Clock = std::chrono::steady_clock;
  call();
  double best = 1e9;
  const auto begin = Clock::now();
  while (Clock::now() - begin < std::chrono::milliseconds(500)) {
    const auto start = Clock::now();
    call();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

double gemm_peak(memory::data_type type) {
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  double peak = 0;
  for (const std::int64_t n : {1024, 2048}) {
    const memory::desc plain({n, n}, type, memory::format_tag::ab);
    const memory::desc free({n, n}, type, memory::format_tag::any);
    const dnnl::matmul::primitive_desc product({plain, free, plain}, engine);
    memory a(plain, engine), b(product.weights_desc(), engine), c(plain, engine);
    for (const memory* operand : {&a, &b}) {
      std::fill_n(static_cast<char*>(operand->get_data_handle()), operand->get_desc().get_size(),
                  char{0});
    }
    const dnnl::matmul matmul(product);
    const double seconds = best_seconds([&] {
      matmul.execute(stream, {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, c}});
      stream.wait();
    });
    const auto side = static_cast<double>(n);
    peak = std::max(peak, 2 * side * side * side / seconds);
  }
  return peak;
}

nlohmann::json gemm_peaks(memory::data_type type) {
  nlohmann::json peaks;
  const int cores = omp_get_max_threads();
  for (const int threads : {1, cores}) {
    omp_set_num_threads(threads);
    peaks[std::to_string(threads)] = gemm_peak(type);
  }
  return peaks;
}

constexpr std::int64_t floats = std::int64_t{1} << 26;  // 256 MiB an array: more than any cache

using Array = hwy::AlignedFreeUniquePtr<float[]>;

/// Each thread touches what it will use.
Array make_array() {
  Array array = hwy::AllocateAligned<float>(floats);
#pragma omp parallel for schedule(static)
  for (std::int64_t i = 0; i < floats; ++i) array[static_cast<std::size_t>(i)] = 1;
  return array;
}

double read_bandwidth(const float* x) {
  const hn::ScalableTag<float> d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  float total = 0;
  const double seconds = best_seconds([&] {
#pragma omp parallel reduction(+ : total)
    {
      auto first = hn::Zero(d), second = first, third = first, fourth = first;
#pragma omp for schedule(static)
      for (std::int64_t i = 0; i < floats; i += 4 * lanes) {
        first = hn::Add(first, hn::Load(d, x + i));
        second = hn::Add(second, hn::Load(d, x + i + lanes));
        third = hn::Add(third, hn::Load(d, x + i + 2 * lanes));
        fourth = hn::Add(fourth, hn::Load(d, x + i + 3 * lanes));
      }
      const auto sum = hn::Add(hn::Add(first, second), hn::Add(third, fourth));
      total += hn::GetLane(hn::SumOfLanes(d, sum));
    }
  });
  if (total == 0) std::cerr << "unexpected sum\n";  // so that the loop is not dropped
  return sizeof(float) * static_cast<double>(floats) / seconds;
}

double triad_bandwidth(const float* a, const float* b, float* c) {
  const hn::ScalableTag<float> d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const auto factor = hn::Set(d, 3.0f);
  const double seconds = best_seconds([&] {
#pragma omp parallel for schedule(static)
    for (std::int64_t i = 0; i < floats; i += lanes) {
      hn::Stream(hn::MulAdd(factor, hn::Load(d, b + i), hn::Load(d, a + i)), d, c + i);
    }
  });
  return 3 * sizeof(float) * static_cast<double>(floats) / seconds;
}

}  // namespace

int main() {
  const Array a = make_array(), b = make_array(), c = make_array();
  nlohmann::json gemm = {{"float32", gemm_peaks(memory::data_type::f32)}};
  if ((dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core)
    gemm["bfloat16"] = gemm_peaks(memory::data_type::bf16);
  const nlohmann::json result = {
      {"gemm", gemm},
      {"read", read_bandwidth(a.get())},
      {"triad", triad_bandwidth(a.get(), b.get(), c.get())},
  };
  std::cout << result.dump(2) << '\n';
}
