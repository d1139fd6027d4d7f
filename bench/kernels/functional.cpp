// What a call of a functional model costs beside the same calls by hand: three small layers and a
// sum on one sample, where the way there is most of the time.
#include <benchmark/benchmark.h>

#include <beras/core/gradient_tape.h>
#include <beras/core/scopes.h>
#include <beras/layers/layers.h>
#include <beras/models/models.h>
#include <beras/ops/binary.h>
#include <beras/tensor/operators.h>

namespace {

using namespace beras;

struct Layers {
  layers::Dense first{16, {.activation = "relu"}};
  layers::Dense second{16, {.activation = "relu"}};
  layers::Dense last{4};

  Tensor operator()(const Tensor& x) const {
    const Tensor hidden = first(x);
    return last(second(hidden) + hidden);
  }
};

Tensor sample() {
  Tensor x = Tensor::ones({1, 16});
  x.trainable(false);
  return x;
}

template <typename Call>
void infer(benchmark::State& state, const Call& call) {
  const Tensor x = sample();
  const InferenceScope scope;
  for (auto _ : state) benchmark::DoNotOptimize(call(x).raw());
}

template <typename Call>
void record(benchmark::State& state, const Call& call, const Tensors& weights) {
  const Tensor x = sample();
  for (auto _ : state) {
    GradientTape tape;
    benchmark::DoNotOptimize(tape.gradient(call(x), weights)[0].raw());
  }
}

void infer_by_hand(benchmark::State& state) {
  const Layers layers;
  layers(sample());
  infer(state, layers);
}
BENCHMARK(infer_by_hand);

void infer_functional(benchmark::State& state) {
  const Tensor x = layers::Input({16});
  const Model model(x, Layers()(x));
  infer(state, [&](const Tensor& input) { return model(input); });
}
BENCHMARK(infer_functional);

void record_by_hand(benchmark::State& state) {
  const Layers layers;
  layers(sample());
  Tensors weights;
  for (const auto* layer : {&layers.first, &layers.second, &layers.last})
    for (const Tensor& weight : layer->weights()) weights.push_back(weight);
  record(state, layers, weights);
}
BENCHMARK(record_by_hand);

void record_functional(benchmark::State& state) {
  const Tensor x = layers::Input({16});
  const Model model(x, Layers()(x));
  record(
      state, [&](const Tensor& input) { return model(input); }, model.weights());
}
BENCHMARK(record_functional);

}  // namespace
