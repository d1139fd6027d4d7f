// Pooling of float32 and bfloat16 images: whole rows of channels at a time, images in parallel.
#pragma once

#include <beras/backend/reference/pool.h>

namespace beras::backend::cpu {

class Pool : public reference::Pool {
 public:
  void max(const PoolShape& shape, const Tensor& x, Tensor& y, Tensor& positions) const override;
  void scatter(const PoolShape& shape, const Tensor& dy, const Tensor& positions,
               Tensor& dx) const override;
  void gather(const PoolShape& shape, const Tensor& x, const Tensor& positions,
              Tensor& y) const override;
  void average(const PoolShape& shape, const Tensor& x, Tensor& y) const override;
  void average_gradient(const PoolShape& shape, const Tensor& dy, Tensor& dx) const override;
};

}  // namespace beras::backend::cpu
