#include <beras/ops/random.h>

#include <fmt/format.h>

#include <limits>
#include <string>
#include <type_traits>

#include <beras/backend/random.h>
#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/cast.h>
#include <beras/ops/indexing.h>
#include <beras/ops/reduce.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::random {
namespace {

using backend::RandomKind;

Tensor fill(const char* who, RandomKind kind, const Shape& shape, double a, double b, DType dtype,
            const Seed& seed) {
  if (!is_floating(dtype)) {
    throw DTypeError(who, "a floating dtype", std::string(dtype_name(dtype)));
  }
  Tensor out = Tensor::empty(shape, dtype);
  backend::random(out.device())->fill(kind, seed.next(), a, b, out);
  return out;
}

void check_deviation(const char* who, double stddev) {
  if (!(stddev >= 0)) throw ValueError(who, "stddev of at least 0", fmt::format("{}", stddev));
}

/// True if the dtype holds all of [minval, maxval).
bool holds(DType dtype, std::int64_t minval, std::int64_t maxval) {
  return visit_dtype(dtype, [&]<typename T>(T) {
    if constexpr (std::is_integral_v<T>) {
      return minval >= static_cast<std::int64_t>(std::numeric_limits<T>::min()) &&
             maxval - 1 <= static_cast<std::int64_t>(std::numeric_limits<T>::max());
    }
    return false;
  });
}

}  // namespace

Tensor uniform(const Shape& shape, double minval, double maxval, DType dtype, Seed seed) {
  if (!(minval <= maxval)) {
    throw ValueError("uniform", "minval <= maxval", fmt::format("{} and {}", minval, maxval));
  }
  return fill("uniform", RandomKind::uniform, shape, minval, maxval, dtype, seed);
}

Tensor normal(const Shape& shape, double mean, double stddev, DType dtype, Seed seed) {
  check_deviation("normal", stddev);
  return fill("normal", RandomKind::normal, shape, mean, stddev, dtype, seed);
}

Tensor truncated_normal(const Shape& shape, double mean, double stddev, DType dtype, Seed seed) {
  check_deviation("truncated_normal", stddev);
  return fill("truncated_normal", RandomKind::truncated_normal, shape, mean, stddev, dtype, seed);
}

Tensor randint(const Shape& shape, std::int64_t minval, std::int64_t maxval, DType dtype,
               Seed seed) {
  if (!is_integer(dtype)) {
    throw DTypeError("randint", "an integer dtype", std::string(dtype_name(dtype)));
  }
  if (minval >= maxval || !holds(dtype, minval, maxval)) {
    throw ValueError("randint", fmt::format("minval < maxval within {}", dtype_name(dtype)),
                     fmt::format("{} and {}", minval, maxval));
  }
  Tensor out = Tensor::empty(shape, dtype);
  backend::random(out.device())->integers(seed.next(), minval, maxval, out);
  return out;
}

// The class with the largest logit + g, g of Gumbel's distribution, has the probabilities of
// softmax. Source: Gumbel, 1954.
Tensor categorical(const Tensor& logits, std::int64_t num_samples, DType dtype, Seed seed) {
  BERAS_NOTE_SYMBOLIC(categorical, logits, num_samples, dtype, seed);
  if (logits.rank() != 2 || logits.dim(1) == 0) {
    throw ShapeError("categorical", "logits of shape (batch, classes)", to_string(logits.shape()));
  }
  if (num_samples < 0) {
    throw ValueError("categorical", "num_samples of at least 0", std::to_string(num_samples));
  }
  const PauseRecording pause;
  const Tensor u = uniform({logits.dim(0), num_samples, logits.dim(1)}, 0, 1, DType::float32, seed)
                       .to(device_of(logits));
  const Tensor gumbel = -ops::log(-ops::log(u));
  return ops::cast(ops::argmax(ops::expand_dims(logits, 1) + gumbel, -1), dtype);
}

Tensor shuffle(const Tensor& x, std::int64_t axis, Seed seed) {
  BERAS_NOTE_SYMBOLIC(shuffle, x, axis, seed);
  const std::size_t place = resolve_axis(axis, x.rank(), "shuffle");
  return ops::take(x, permutation(x.shape()[place], seed).to(device_of(x)), axis);
}

Tensor seed_state(std::shared_ptr<SeedGenerator> generator) {
  if (!generator) throw ValueError("seed_state", "a generator", "a null pointer");
  void* memory = generator->state().data();
  Tensor state = Tensor::from_external(memory, {2}, DType::int64, std::move(generator));
  state.trainable(false);
  return state.name("seed_generator_state");
}

Tensor global_seed_state() {
  const auto keep = [](SeedGenerator*) {};
  return seed_state(std::shared_ptr<SeedGenerator>(&SeedGenerator::global(), keep));
}

Tensor permutation(std::int64_t count, Seed seed) {
  if (count < 0) throw ValueError("permutation", "a count of at least 0", std::to_string(count));
  Tensor order = Tensor::empty({count}, DType::int64);
  backend::random(order.device())->permutation(seed.next(), order);
  return order;
}

}  // namespace beras::random
