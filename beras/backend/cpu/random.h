// Random numbers with threads, and with vectors where most are drawn: uniform float32 and dropout
// of float32 and bfloat16.
#pragma once

#include <beras/backend/reference/random.h>

namespace beras::backend::cpu {

class Random : public reference::Random {
 public:
  void fill(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out) const override;
  void dropout(std::uint64_t key, double rate, const Tensor& x, Tensor& out) const override;
};

}  // namespace beras::backend::cpu
