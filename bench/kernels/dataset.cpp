// What one batch of images costs: all of it is copying, 401 kB for 128 images of Fashion-MNIST's
// size.
#include <benchmark/benchmark.h>

#include <beras/data/dataset.h>

namespace beras {
namespace {

Dataset images() {
  const Tensor x = Tensor::zeros({60000, 784});
  return Dataset::from_tensors(x, Tensor::zeros({60000}, int32));
}

void walk(benchmark::State& state, const Dataset& data) {
  auto walker = data.begin();
  for (auto _ : state) {
    benchmark::DoNotOptimize((*walker)[0].tensor().raw());
    ++walker;
  }
}

void shuffled_batch(benchmark::State& state) {
  walk(state, images().shuffle({.seed = 1}).repeat().batch(128));
}
BENCHMARK(shuffled_batch)->Unit(benchmark::kMicrosecond);

void prefetched_batch(benchmark::State& state) {
  walk(state, images().shuffle({.seed = 1}).repeat().batch(128).prefetch(2));
}
BENCHMARK(prefetched_batch)->Unit(benchmark::kMicrosecond);

void batch_of_single_elements(benchmark::State& state) {
  const auto same = [](const Tensors& element) { return element; };
  walk(state, images().shuffle({.seed = 1}).repeat().map(same).batch(128));
}
BENCHMARK(batch_of_single_elements)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace beras
