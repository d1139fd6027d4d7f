#include <beras/base/random.h>

#include <utility>

#include <beras/base/hold_seeds_internal.h>

namespace beras {
namespace {

constexpr std::uint64_t default_seed =
    0x42455241'53ULL;  // "BERAS": runs repeat unless a user seeds otherwise

thread_local bool seeds_are_held = false;

}  // namespace

std::array<std::uint32_t, 4> philox(std::uint64_t key, std::uint64_t counter) {
  constexpr std::uint64_t multiplier_0 = 0xD2511F53;
  constexpr std::uint64_t multiplier_1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl_0 = 0x9E3779B9;
  constexpr std::uint32_t weyl_1 = 0xBB67AE85;
  std::array<std::uint32_t, 4> c = {static_cast<std::uint32_t>(counter),
                                    static_cast<std::uint32_t>(counter >> 32), 0, 0};
  auto key_0 = static_cast<std::uint32_t>(key);
  auto key_1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product_0 = multiplier_0 * c[0];
    const std::uint64_t product_1 = multiplier_1 * c[2];
    c = {static_cast<std::uint32_t>(product_1 >> 32) ^ c[1] ^ key_0,
         static_cast<std::uint32_t>(product_1),
         static_cast<std::uint32_t>(product_0 >> 32) ^ c[3] ^ key_1,
         static_cast<std::uint32_t>(product_0)};
    key_0 += weyl_0;
    key_1 += weyl_1;
  }
  return c;
}

SeedGenerator::SeedGenerator(std::uint64_t seed) : state_{seed, 0} {}

SeedGenerator::SeedGenerator(const SeedGenerator& other) { *this = other; }

SeedGenerator& SeedGenerator::operator=(const SeedGenerator& other) {
  for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = other.state_[i].load();
  return *this;
}

std::uint64_t SeedGenerator::next() {
  auto& [seed, drawn] = state_;
  const auto bits = philox(seed, seeds_are_held ? drawn.load() : drawn.fetch_add(1));
  return static_cast<std::uint64_t>(bits[0]) << 32 | bits[1];
}

void SeedGenerator::reset(std::uint64_t seed) {
  state_[0] = seed;
  state_[1] = 0;
}

SeedGenerator& SeedGenerator::global() {
  static auto& generator = *new SeedGenerator(default_seed);
  return generator;
}

HoldSeeds::HoldSeeds(bool hold) : before_(std::exchange(seeds_are_held, hold)) {}
HoldSeeds::~HoldSeeds() { seeds_are_held = before_; }

void set_random_seed(std::uint64_t seed) { SeedGenerator::global().reset(seed); }

}  // namespace beras
