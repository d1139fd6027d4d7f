// Lines of neighbouring elements, each starting where an index says.
#pragma once

#include <beras/backend/indexing.h>

namespace beras::backend::reference {

class Indexing : public IndexingKernels {
 public:
  std::int64_t positions(const Tensor& x, std::int64_t length, Tensor& out) const override;
  void gather(const Tensor& x, std::size_t axis, const Tensors& indices,
              Tensor& out) const override;
  void scatter_add(const Tensor& values, std::size_t axis, const Tensors& indices,
                   Tensor& out) const override;
  void scatter_set(const Tensor& values, std::size_t axis, const Tensors& indices,
                   const Tensor& x) const override;
  void one_hot(const Tensor& x, Tensor& out) const override;
};

}  // namespace beras::backend::reference
