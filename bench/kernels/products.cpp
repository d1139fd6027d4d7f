// Matrix products, convolutions and pooling, of the shapes that small networks on images have.
// Counters are GFLOP/s.
#include <benchmark/benchmark.h>

#include <beras/core/gradient_tape.h>
#include <beras/ops/conv.h>
#include <beras/ops/linear.h>
#include <beras/ops/matmul.h>
#include <beras/ops/pool.h>

namespace {

using namespace beras;

Tensor operand(const Shape& shape, DType dtype = DType::float32) {
  return Tensor::full(shape, 0.01, dtype);
}

void count_flops(benchmark::State& state, double flops) {
  state.counters["GFLOP/s"] =
      benchmark::Counter(flops * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

void matmul(benchmark::State& state, DType dtype) {
  const std::int64_t m = state.range(0), n = state.range(1), k = state.range(2);
  const Tensor a = operand({m, k}, dtype);
  const Tensor b = operand({k, n}, dtype);
  for (auto _ : state) benchmark::DoNotOptimize(ops::matmul(a, b).raw());
  count_flops(state, 2.0 * m * n * k);
}

void matmul_shapes(benchmark::internal::Benchmark* bench) {
  bench->UseRealTime()->ArgNames({"m", "n", "k"});
  bench->Args({128, 128, 784})->Args({512, 512, 512})->Args({1024, 1024, 1024});
  bench->Args({1, 128, 784})->Args({32, 128, 784})->Args({32, 10, 128})->Args({10, 128, 8192});
}
BENCHMARK_CAPTURE(matmul, float32, DType::float32)->Apply(matmul_shapes);
BENCHMARK_CAPTURE(matmul, bfloat16, DType::bfloat16)->Apply(matmul_shapes);

/// The gradient of a kernel: the left operand is a transposed view.
void kernel_gradient_of_dense(benchmark::State& state) {
  const std::int64_t batch = state.range(0);
  const Tensor x = operand({batch, 784});
  const Tensor dy = operand({batch, 128});
  const Tensor columns = x.T();
  for (auto _ : state) benchmark::DoNotOptimize(ops::matmul(columns, dy).raw());
  count_flops(state, 2.0 * 784 * 128 * static_cast<double>(batch));
}
BENCHMARK(kernel_gradient_of_dense)->UseRealTime()->ArgName("batch")->Arg(32)->Arg(128);

void linear_with_relu(benchmark::State& state) {
  const std::int64_t batch = state.range(0);
  const Tensor x = operand({batch, 784});
  const Tensor kernel = operand({784, 128});
  const Tensor bias = operand({128});
  for (auto _ : state) {
    benchmark::DoNotOptimize(ops::linear(x, kernel, bias, ops::Epilogue::relu).raw());
  }
  count_flops(state, 2.0 * 784 * 128 * static_cast<double>(batch));
}
BENCHMARK(linear_with_relu)->UseRealTime()->ArgName("batch")->Arg(1)->Arg(32)->Arg(128);

struct Images {
  Tensor x;
  Tensor kernel;
  ops::ConvOptions options;
  double flops;

  Images(const benchmark::State& state, DType dtype) {
    const std::int64_t n = state.range(0), c = state.range(1), size = state.range(2),
                       f = state.range(3);
    x = operand({n, size, size, c}, dtype);
    kernel = operand({3, 3, c, f}, dtype);
    options.padding = state.range(4) ? "same" : "valid";
    const auto output = static_cast<double>(state.range(4) ? size : size - 2);
    flops = 2.0 * 9 * output * output * static_cast<double>(n * c * f);
  }
};

void convolution_shapes(benchmark::internal::Benchmark* bench) {
  bench->UseRealTime()->Unit(benchmark::kMillisecond)->ArgNames({"n", "c", "size", "f", "same"});
  bench->Args({128, 1, 28, 32, 0})->Args({128, 32, 13, 64, 0})->Args({64, 64, 32, 64, 1});
}

void convolution(benchmark::State& state, DType dtype) {
  const Images images(state, dtype);
  for (auto _ : state) {
    benchmark::DoNotOptimize(ops::conv(images.x, images.kernel, images.options).raw());
  }
  count_flops(state, images.flops);
}
BENCHMARK_CAPTURE(convolution, float32, DType::float32)->Apply(convolution_shapes);
BENCHMARK_CAPTURE(convolution, bfloat16, DType::bfloat16)->Apply(convolution_shapes);

/// Of the input (0) or of the kernel (1), without the forward pass.
void convolution_gradient(benchmark::State& state, DType dtype, std::size_t source) {
  Images images(state, dtype);
  images.x.trainable(source == 0);
  images.kernel.trainable(source == 1);
  GradientTape tape({.persistent = true});
  const Tensor y = ops::conv(images.x, images.kernel, images.options);
  const Tensor& wanted = source == 0 ? images.x : images.kernel;
  const GradientOptions upstream{.output_gradients = {operand(y.shape(), dtype)}};
  for (auto _ : state) benchmark::DoNotOptimize(tape.gradient(y, wanted, upstream).raw());
  count_flops(state, images.flops);
}
BENCHMARK_CAPTURE(convolution_gradient, input_float32, DType::float32, 0)
    ->Apply(convolution_shapes);
BENCHMARK_CAPTURE(convolution_gradient, kernel_float32, DType::float32, 1)
    ->Apply(convolution_shapes);
BENCHMARK_CAPTURE(convolution_gradient, kernel_bfloat16, DType::bfloat16, 1)
    ->Apply(convolution_shapes);

void pooling(benchmark::State& state,
             Tensor (*pool)(const Tensor&, const ops::Sizes&, const ops::PoolOptions&)) {
  const Tensor x = operand({128, 26, 26, 32});
  for (auto _ : state) benchmark::DoNotOptimize(pool(x, 2, {}).raw());
  state.SetBytesProcessed(state.iterations() * x.size() * item_size(x.dtype()));
}
BENCHMARK_CAPTURE(pooling, max, ops::max_pool)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(pooling, average, ops::average_pool)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void pooling_gradient(benchmark::State& state,
                      Tensor (*pool)(const Tensor&, const ops::Sizes&, const ops::PoolOptions&)) {
  const Tensor x = operand({128, 26, 26, 32});
  GradientTape tape({.persistent = true});
  const Tensor y = pool(x, 2, {});
  const GradientOptions upstream{.output_gradients = {operand(y.shape())}};
  for (auto _ : state) benchmark::DoNotOptimize(tape.gradient(y, x, upstream).raw());
  state.SetBytesProcessed(state.iterations() * x.size() * item_size(x.dtype()));
}
BENCHMARK_CAPTURE(pooling_gradient, max, ops::max_pool)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(pooling_gradient, average, ops::average_pool)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
