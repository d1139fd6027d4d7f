#include <beras/backend/reference/pool.h>

#include <cmath>
#include <vector>

#include <beras/backend/reference/accumulator.h>

namespace beras::backend::reference {
namespace {

/// Calls body(element of the output, its channel, for_each_seen) for every element of the output;
/// for_each_seen calls its argument with (element of the input, cell) for all that the output sees.
template <typename Body>
void for_each_element(const PoolShape& shape, const Body& body) {
  const std::int64_t inputs = cell_count(shape.window.input) * shape.channels;
  const std::int64_t outputs = cell_count(shape.window.output) * shape.channels;
  for (std::int64_t n = 0; n < shape.batch; ++n) {
    for_each_output(shape.window, [&](const Lengths& output, std::int64_t number) {
      for (std::int64_t c = 0; c < shape.channels; ++c) {
        body(n * outputs + number * shape.channels + c, [&](const auto& see) {
          for_each_tap(shape.window, output, [&](std::int64_t cell, std::int64_t) {
            see(n * inputs + cell * shape.channels + c, cell);
          });
        });
      }
    });
  }
}

/// Calls body(element of the output, the element of the input at its position).
template <typename Body>
void for_each_position(const PoolShape& shape, const Tensor& positions, const Body& body) {
  const std::int64_t inputs = cell_count(shape.window.input) * shape.channels;
  const std::int64_t outputs = cell_count(shape.window.output) * shape.channels;
  const auto* cells = static_cast<const std::int32_t*>(positions.raw());
  for (std::int64_t i = 0; i < shape.batch * outputs; ++i) {
    body(i, i / outputs * inputs + cells[i] * shape.channels + i % shape.channels);
  }
}

/// True if `a` is greater, or the first NaN.
template <typename T>
bool exceeds(T a, T b) {
  return a > b || (std::isnan(static_cast<double>(a)) && !std::isnan(static_cast<double>(b)));
}

template <typename T>
void write(const std::vector<Accumulator<T>>& sums, Tensor& out) {
  auto* result = static_cast<T*>(out.raw());
  for (const auto sum : sums) *result++ = finish<T>(sum);
}

}  // namespace

void Pool::max(const PoolShape& shape, const Tensor& x, Tensor& y, Tensor& positions) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const auto* images = static_cast<const T*>(x.raw());
    auto* largest = static_cast<T*>(y.raw());
    auto* where = static_cast<std::int32_t*>(positions.raw());
    for_each_element(shape, [&](std::int64_t output, const auto& for_each_seen) {
      bool first = true;
      for_each_seen([&](std::int64_t input, std::int64_t cell) {
        const T value = images[input];
        if (!first && !exceeds(value, largest[output])) return;
        largest[output] = value;
        where[output] = static_cast<std::int32_t>(cell);
        first = false;
      });
    });
  });
}

void Pool::scatter(const PoolShape& shape, const Tensor& dy, const Tensor& positions,
                   Tensor& dx) const {
  visit_dtype(dx.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const auto* upstream = static_cast<const T*>(dy.raw());
    std::vector<Accumulator<T>> sums(static_cast<std::size_t>(dx.size()));
    for_each_position(shape, positions, [&](std::int64_t output, std::int64_t input) {
      sums[input] += accumulate(upstream[output]);
    });
    write<T>(sums, dx);
  });
}

void Pool::gather(const PoolShape& shape, const Tensor& x, const Tensor& positions,
                  Tensor& y) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for_each_position(shape, positions,
                      [&, from = static_cast<const T*>(x.raw()), to = static_cast<T*>(y.raw())](
                          std::int64_t output, std::int64_t input) { to[output] = from[input]; });
  });
}

void Pool::average(const PoolShape& shape, const Tensor& x, Tensor& y) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const auto* images = static_cast<const T*>(x.raw());
    auto* means = static_cast<T*>(y.raw());
    for_each_element(shape, [&](std::int64_t output, const auto& for_each_seen) {
      Accumulator<T> sum = 0;
      std::int64_t count = 0;
      for_each_seen([&](std::int64_t input, std::int64_t) {
        sum += accumulate(images[input]);
        ++count;
      });
      means[output] = finish<T>(sum / static_cast<Accumulator<T>>(count));
    });
  });
}

void Pool::average_gradient(const PoolShape& shape, const Tensor& dy, Tensor& dx) const {
  visit_dtype(dx.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const auto* upstream = static_cast<const T*>(dy.raw());
    std::vector<Accumulator<T>> sums(static_cast<std::size_t>(dx.size()));
    for_each_element(shape, [&](std::int64_t output, const auto& for_each_seen) {
      std::int64_t count = 0;
      for_each_seen([&](std::int64_t, std::int64_t) { ++count; });
      for_each_seen([&](std::int64_t input, std::int64_t) {
        sums[input] += accumulate(upstream[output]) / static_cast<Accumulator<T>>(count);
      });
    });
    write<T>(sums, dx);
  });
}

}  // namespace beras::backend::reference
