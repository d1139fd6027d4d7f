// Random tensors, as keras.random has them. The same seed gives the same numbers for any number of
// threads.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>

#include <beras/base/export.h>
#include <beras/base/random.h>
#include <beras/tensor/tensor.h>

namespace beras::random {

/// Where a random tensor gets its key from: a number always gives the same values, a generator goes
/// on. It refers to the generator.
class BERAS_API Seed {
 public:
  /// The global generator.
  Seed() : generator_(&SeedGenerator::global()) {}
  Seed(SeedGenerator& generator) : generator_(&generator) {}
  template <std::integral T>
  Seed(T key) : key_(static_cast<std::uint64_t>(key)) {}
  /// The global generator if there is no number.
  Seed(std::optional<std::uint64_t> key) : Seed() {
    if (key) *this = Seed(*key);
  }

  /// The number, or the next key of the generator.
  std::uint64_t next() const { return generator_ ? generator_->next() : key_; }

 private:
  SeedGenerator* generator_ = nullptr;
  std::uint64_t key_ = 0;
};

/// The state of a generator as a tensor "seed_generator_state", int64 (2,): its seed, and how many
/// keys it has handed out. It is the generator's own memory: what is assigned to it holds.
BERAS_API Tensor seed_state(std::shared_ptr<SeedGenerator> generator);
/// That of the generator that everything without a seed of its own draws from.
BERAS_API Tensor global_seed_state();

/// Equally likely everywhere in [minval, maxval). DTypeError for dtypes that are not floating,
/// ValueError if minval > maxval.
BERAS_API Tensor uniform(const Shape& shape, double minval = 0.0, double maxval = 1.0,
                         DType dtype = DType::float32, Seed seed = {});
/// Normally distributed. DTypeError for dtypes that are not floating, ValueError if stddev < 0.
BERAS_API Tensor normal(const Shape& shape, double mean = 0.0, double stddev = 1.0,
                        DType dtype = DType::float32, Seed seed = {});
/// Normally distributed, but never further than two `stddev` from `mean`; the result's own standard
/// deviation is 0.8796 stddev.
BERAS_API Tensor truncated_normal(const Shape& shape, double mean = 0.0, double stddev = 1.0,
                                  DType dtype = DType::float32, Seed seed = {});
/// Whole numbers, equally likely in [minval, maxval). DTypeError for dtypes that are not integers,
/// ValueError for an empty range or one that the dtype cannot hold.
BERAS_API Tensor randint(const Shape& shape, std::int64_t minval, std::int64_t maxval,
                         DType dtype = DType::int32, Seed seed = {});
/// Classes (batch, num_samples), drawn with the probabilities softmax(logits), logits (batch,
/// classes). ShapeError for other ranks.
BERAS_API Tensor categorical(const Tensor& logits, std::int64_t num_samples,
                             DType dtype = DType::int32, Seed seed = {});
/// The slices of `x` along an axis in random order. Differentiable.
BERAS_API Tensor shuffle(const Tensor& x, std::int64_t axis = 0, Seed seed = {});
/// The numbers 0 ... count-1 in random order, int64. ValueError if count < 0.
BERAS_API Tensor permutation(std::int64_t count, Seed seed = {});

}  // namespace beras::random
