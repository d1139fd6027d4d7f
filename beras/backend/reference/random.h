// Random numbers one by one: the truth that faster kernels are held against.
#pragma once

#include <beras/backend/random.h>

namespace beras::backend::reference {

class Random : public RandomKernels {
 public:
  void fill(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out) const override;
  void integers(std::uint64_t key, std::int64_t low, std::int64_t high, Tensor& out) const override;
  void dropout(std::uint64_t key, double rate, const Tensor& x, Tensor& out) const override;
  void permutation(std::uint64_t key, Tensor& out) const override;

 protected:
  /// The elements [begin, end) of `fill`.
  static void fill_range(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out,
                         std::int64_t begin, std::int64_t end);
};

/// Elements are dropped whose 16 random bits are below this.
std::uint32_t drop_threshold(double rate);

}  // namespace beras::backend::reference
