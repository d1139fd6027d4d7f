// What recording costs: a small multiplication with and without a tape, and the walk back over it.
#include <benchmark/benchmark.h>

#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

void small_operation(benchmark::State& state) {
  const Tensor x = Tensor::ones({4});
  for (auto _ : state) benchmark::DoNotOptimize(x * x);
}
BENCHMARK(small_operation);

void small_operation_recorded(benchmark::State& state) {
  const Tensor x = Tensor::ones({4});
  GradientTape tape;
  int recorded = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(x * x);
    if (++recorded % 1000 == 0) tape.reset();
  }
}
BENCHMARK(small_operation_recorded);

void walk_back(benchmark::State& state) {
  const Tensor x = Tensor::ones({4});
  GradientTape tape({.persistent = true});
  Tensor y = x;
  for (int i = 0; i < 100; ++i) y = y * x;
  tape.stop();
  for (auto _ : state) benchmark::DoNotOptimize(tape.gradient(y, x));
  state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(walk_back);

}  // namespace
}  // namespace beras
