// What training does besides products of matrices: normalisation, dropout, cross-entropy and the
// optimizer's step, forward and back. Counters are GB/s of the tensors read and written once.
#include <benchmark/benchmark.h>

#include <vector>

#include <beras/backend/norm.h>
#include <beras/backend/optimizer.h>
#include <beras/ops/crossentropy.h>
#include <beras/ops/dropout.h>
#include <beras/ops/normalization.h>
#include <beras/ops/random.h>
#include <beras/ops/softmax.h>

namespace {

using namespace beras;

void count_bytes(benchmark::State& state, const Tensor& x, double passes) {
  state.counters["GB/s"] = benchmark::Counter(passes * 4e-9 * static_cast<double>(x.size()),
                                              benchmark::Counter::kIsIterationInvariantRate);
}

void softmax(benchmark::State& state) {
  const Tensor x = random::normal({state.range(0), state.range(1)});
  for (auto _ : state) benchmark::DoNotOptimize(ops::softmax(x).raw());
  count_bytes(state, x, 2);
}
BENCHMARK(softmax)
    ->UseRealTime()
    ->ArgNames({"rows", "classes"})
    ->Args({128, 10})
    ->Args({4096, 1000});

void sparse_crossentropy(benchmark::State& state) {
  const Tensor x = random::normal({state.range(0), state.range(1)});
  const Tensor labels = random::randint({state.range(0)}, 0, state.range(1));
  for (auto _ : state) {
    benchmark::DoNotOptimize(ops::sparse_categorical_crossentropy(labels, x, true).raw());
  }
  count_bytes(state, x, 1);
}
BENCHMARK(sparse_crossentropy)
    ->UseRealTime()
    ->ArgNames({"rows", "classes"})
    ->Args({128, 10})
    ->Args({4096, 1000});

void dropout(benchmark::State& state) {
  const Tensor x = random::normal({state.range(0)});
  for (auto _ : state) benchmark::DoNotOptimize(ops::dropout(x, 0.5).raw());
  count_bytes(state, x, 2);
}
BENCHMARK(dropout)->UseRealTime()->ArgName("elements")->Arg(16384)->Arg(204800);

void layer_normalization(benchmark::State& state) {
  const Tensor x = random::normal({state.range(0), state.range(1)});
  for (auto _ : state) benchmark::DoNotOptimize(ops::layer_normalization(x).raw());
  count_bytes(state, x, 2);
}
BENCHMARK(layer_normalization)->UseRealTime()->ArgNames({"rows", "features"})->Args({4096, 256});

void batch_normalization(benchmark::State& state) {
  const Tensor x = random::normal({state.range(0), state.range(1)});
  for (auto _ : state) benchmark::DoNotOptimize(ops::batch_norm_training(x).y.raw());
  count_bytes(state, x, 3);
}
BENCHMARK(batch_normalization)
    ->UseRealTime()
    ->ArgNames({"rows", "channels"})
    ->Args({128 * 26 * 26, 32})
    ->Args({128, 128});

void batch_normalization_gradient(benchmark::State& state) {
  const Tensor x = random::normal({state.range(0), state.range(1)});
  const Tensor ones = Tensor::ones({state.range(1)});
  Tensor dx = Tensor::empty(x.shape()), dgamma = ones.copy(), dbeta = ones.copy();
  for (auto _ : state) {
    backend::norm(x.device())->batch_gradient(x, ones, ones, ones, x, dx, dgamma, dbeta);
  }
  count_bytes(state, x, 5);
}
BENCHMARK(batch_normalization_gradient)
    ->UseRealTime()
    ->ArgNames({"rows", "channels"})
    ->Args({128 * 26 * 26, 32});

void adam(benchmark::State& state) {
  std::vector<Tensor> arrays;
  for (int i = 0; i < 4; ++i) arrays.push_back(random::uniform({state.range(0)}));
  backend::AdamSlot slot;
  slot.size = state.range(0);
  slot.weight = arrays[0].raw();
  slot.gradient = arrays[1].raw();
  slot.first_moment = arrays[2].raw();
  slot.second_moment = arrays[3].raw();
  for (auto _ : state) backend::optimizer(Device::cpu)->adam({&slot, 1}, {.learning_rate = 1e-9});
  count_bytes(state, arrays[0], 7);
}
BENCHMARK(adam)->UseRealTime()->ArgName("weights")->Arg(101770)->Arg(4000000);

}  // namespace
