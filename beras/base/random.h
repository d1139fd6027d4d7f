// Random numbers by counter: number i of a stream is a pure function of (seed, i), so results never
// depend on the number of threads or the order in which pieces are made.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include <beras/base/export.h>

namespace beras {

/// Philox4x32 with ten rounds: 128 random bits for (key, counter).
///
/// Source: Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011).
BERAS_API std::array<std::uint32_t, 4> philox(std::uint64_t key, std::uint64_t counter);

/// A uniform float in [0, 1) of 24 random bits.
inline float to_unit_float(std::uint32_t bits) { return static_cast<float>(bits >> 8) * 0x1p-24f; }

/// A uniform double in [0, 1) of 53 random bits.
inline double to_unit_double(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 11;
  return static_cast<double>(bits) * 0x1p-53;
}

/// Hands out a fresh key for each random tensor; thread-safe.
///
/// Two generators with the same seed hand out the same keys in the same order. A copy goes on from
/// where the original stands.
class BERAS_API SeedGenerator {
 public:
  explicit SeedGenerator(std::uint64_t seed);
  SeedGenerator(const SeedGenerator& other);
  SeedGenerator& operator=(const SeedGenerator& other);

  /// The next key; never the same twice within 2^64 calls.
  std::uint64_t next();
  /// Starts over with this seed.
  void reset(std::uint64_t seed);
  std::uint64_t seed() const { return state_[0]; }
  /// Its seed and the number of keys that it has handed out: all there is to it. Whoever writes
  /// them sets it anew (`random::seed_state` shows them as a tensor).
  std::array<std::atomic<std::uint64_t>, 2>& state() { return state_; }

  /// The generator that everything without a seed of its own draws from.
  static SeedGenerator& global();

 private:
  std::array<std::atomic<std::uint64_t>, 2> state_;
};

/// Seeds the global generator, and with it every initializer, dropout and shuffle without its own
/// seed.
BERAS_API void set_random_seed(std::uint64_t seed);

}  // namespace beras
