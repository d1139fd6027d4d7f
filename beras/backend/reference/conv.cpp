#include <beras/backend/reference/conv.h>

#include <vector>

#include <beras/backend/elements_internal.h>
#include <beras/backend/reference/accumulator.h>

namespace beras::backend::reference {
namespace {

template <typename T>
using Sums = std::vector<Accumulator<T>>;

template <typename T>
void write(const Sums<T>& sums, Epilogue epilogue, Tensor& out) {
  auto* result = static_cast<T*>(out.raw());
  for (const auto sum : sums) *result++ = finish<T>(sum, epilogue);
}

/// Calls body(position in x, position in the kernel, position in y) for every product that the
/// convolution sums.
template <typename Body>
void for_each_product(const ConvShape& shape, const Body& body) {
  const std::int64_t channels = shape.channels / shape.groups;
  const std::int64_t filters = shape.filters / shape.groups;
  const std::int64_t input_cells = cell_count(shape.window.input);
  const std::int64_t output_cells = cell_count(shape.window.output);
  for (std::int64_t n = 0; n < shape.batch; ++n) {
    for_each_output(shape.window, [&](const Lengths& output, std::int64_t output_cell) {
      const std::int64_t y = (n * output_cells + output_cell) * shape.filters;
      for_each_tap(shape.window, output, [&](std::int64_t input_cell, std::int64_t tap) {
        const std::int64_t x = (n * input_cells + input_cell) * shape.channels;
        for (std::int64_t group = 0; group < shape.groups; ++group) {
          for (std::int64_t c = 0; c < channels; ++c) {
            const std::int64_t row = (tap * channels + c) * shape.filters;
            for (std::int64_t f = group * filters; f < (group + 1) * filters; ++f) {
              body(x + group * channels + c, row + f, y + f);
            }
          }
        }
      });
    });
  }
}

}  // namespace

void Conv::forward(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                   const Tensor& bias, Epilogue epilogue, Tensor& y) const {
  visit_dtype(y.dtype(), [&](auto zero) {
    using T = decltype(zero);
    Sums<T> sums(static_cast<std::size_t>(y.size()));
    if (bias.defined()) {
      const T* biases = elements<T>(bias);
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = accumulate(biases[i % shape.filters]);
    }
    for_each_product(shape, [&, images = elements<T>(x), weights = elements<T>(kernel)](
                                std::int64_t from, std::int64_t weight, std::int64_t to) {
      sums[to] += accumulate(images[from]) * accumulate(weights[weight]);
    });
    write<T>(sums, epilogue, y);
  });
}

void Conv::input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                          Tensor& dx) const {
  visit_dtype(dx.dtype(), [&](auto zero) {
    using T = decltype(zero);
    Sums<T> sums(static_cast<std::size_t>(dx.size()));
    for_each_product(shape, [&, upstream = elements<T>(dy), weights = elements<T>(kernel)](
                                std::int64_t from, std::int64_t weight, std::int64_t to) {
      sums[from] += accumulate(upstream[to]) * accumulate(weights[weight]);
    });
    write<T>(sums, Epilogue::none, dx);
  });
}

void Conv::kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                           Tensor& dkernel) const {
  visit_dtype(dkernel.dtype(), [&](auto zero) {
    using T = decltype(zero);
    Sums<T> sums(static_cast<std::size_t>(dkernel.size()));
    for_each_product(shape, [&, images = elements<T>(x), upstream = elements<T>(dy)](
                                std::int64_t from, std::int64_t weight, std::int64_t to) {
      sums[weight] += accumulate(images[from]) * accumulate(upstream[to]);
    });
    write<T>(sums, Epilogue::none, dkernel);
  });
}

}  // namespace beras::backend::reference
