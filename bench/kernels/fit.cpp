// An epoch of fit on the small network that every library is measured by: 784-128-10 with Adam.
#include <benchmark/benchmark.h>

#include <beras/layers/layers.h>
#include <beras/losses/losses.h>
#include <beras/models/models.h>
#include <beras/ops/random.h>
#include <beras/optimizers/optimizers.h>

namespace {

using namespace beras;

/// Times are per epoch of 12,800 samples; "us/step" is what one batch takes.
void fit_mlp(benchmark::State& state) {
  const std::int64_t samples = 12800;
  const Tensor x = random::uniform({samples, 784});
  const Tensor y = random::randint({samples}, 0, 10);
  Sequential model(layers::Dense(128, {.activation = "relu"}), layers::Dense(10));
  model.compile({.optimizer = optimizers::Adam(),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true})});
  const FitOptions options{.batch_size = state.range(0), .verbose = 0, .shuffle = false};
  for (auto _ : state) model.fit(x, y, options);
  state.counters["us/step"] = benchmark::Counter(
      1e-6 * static_cast<double>(samples / state.range(0)),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(fit_mlp)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->ArgName("batch")
    ->Arg(32)
    ->Arg(128);

}  // namespace
