// The kernels of the device where nothing is computed: the operators have checked, promoted and
// allocated before, and that is all that is wanted.
#pragma once

#include <beras/backend/conv.h>
#include <beras/backend/copy.h>
#include <beras/backend/crossentropy.h>
#include <beras/backend/elementwise.h>
#include <beras/backend/epilogue.h>
#include <beras/backend/indexing.h>
#include <beras/backend/matmul.h>
#include <beras/backend/norm.h>
#include <beras/backend/optimizer.h>
#include <beras/backend/pool.h>
#include <beras/backend/random.h>
#include <beras/backend/reduce.h>
#include <beras/backend/scan.h>
#include <beras/backend/singular_values.h>
#include <beras/backend/softmax.h>
#include <beras/backend/sort.h>

namespace beras::backend::meta {

class Copy : public CopyKernels {
 public:
  void copy(const Tensor&, const Strides&, const Tensor&) const override {}
};

class Indexing : public IndexingKernels {
 public:
  std::int64_t positions(const Tensor&, std::int64_t, Tensor&) const override { return -1; }
  void gather(const Tensor&, std::size_t, const Tensors&, Tensor&) const override {}
  void scatter_add(const Tensor&, std::size_t, const Tensors&, Tensor&) const override {}
  void scatter_set(const Tensor&, std::size_t, const Tensors&, const Tensor&) const override {}
  void one_hot(const Tensor&, Tensor&) const override {}
};

class SingularValues : public SingularValuesKernels {
 public:
  void decompose(const Tensor&, Tensor&, Tensor&, Tensor&) const override {}
};

class Elementwise : public ElementwiseKernels {
 public:
  void unary(const UnaryFunction&, const Tensor&, Tensor&) const override {}
  void unary_gradient(const UnaryFunction&, const Tensor&, const Tensor&, const Tensor&,
                      Tensor&) const override {}
  void binary(BinaryKind, const Tensor&, const Tensor&, Tensor&) const override {}
  void multiply_add(const Tensor&, const Tensor&, const Tensor&, Tensor&) const override {}
  void where(const Tensor&, const Tensor&, const Tensor&, Tensor&) const override {}
  void cast(const Tensor&, Tensor&) const override {}
};

class Epilogues : public EpilogueKernels {
 public:
  void gradient(Epilogue, const Tensor&, const Tensor&, Tensor&, Tensor&) const override {}
};

class Reduce : public ReduceKernels {
 public:
  std::int64_t first_nan(const Tensor&) const override { return -1; }
  void reduce(ReduceKind, const Tensor&, Tensor&) const override {}
  void argument(ArgumentKind, const Tensor&, Tensor&) const override {}
};

class Scan : public ScanKernels {
 public:
  void scan(ScanKind, const Tensor&, Tensor&) const override {}
  void cumprod_gradient(const Tensor&, const Tensor&, Tensor&) const override {}
};

class Sort : public SortKernels {
 public:
  void argsort(const Tensor&, Tensor&) const override {}
  void top_k(const Tensor&, Tensor&) const override {}
};

class Matmul : public MatmulKernels {
 public:
  void matmul(const Tensor&, const Tensor&, const Tensor&, Epilogue, Tensor&) const override {}
};

class Conv : public ConvKernels {
 public:
  void forward(const ConvShape&, const Tensor&, const Tensor&, const Tensor&, Epilogue,
               Tensor&) const override {}
  void input_gradient(const ConvShape&, const Tensor&, const Tensor&, Tensor&) const override {}
  void kernel_gradient(const ConvShape&, const Tensor&, const Tensor&, Tensor&) const override {}
};

class Pool : public PoolKernels {
 public:
  void max(const PoolShape&, const Tensor&, Tensor&, Tensor&) const override {}
  void scatter(const PoolShape&, const Tensor&, const Tensor&, Tensor&) const override {}
  void gather(const PoolShape&, const Tensor&, const Tensor&, Tensor&) const override {}
  void average(const PoolShape&, const Tensor&, Tensor&) const override {}
  void average_gradient(const PoolShape&, const Tensor&, Tensor&) const override {}
};

class Optimizer : public OptimizerKernels {
 public:
  void sgd(std::span<const SgdSlot>, const SgdStep&) const override {}
  void rmsprop(std::span<const RmspropSlot>, const RmspropStep&) const override {}
  void adam(std::span<const AdamSlot>, const AdamStep&) const override {}
};

class Random : public RandomKernels {
 public:
  void fill(RandomKind, std::uint64_t, double, double, Tensor&) const override {}
  void integers(std::uint64_t, std::int64_t, std::int64_t, Tensor&) const override {}
  void dropout(std::uint64_t, double, const Tensor&, Tensor&) const override {}
  void permutation(std::uint64_t, Tensor&) const override {}
};

class Softmax : public SoftmaxKernels {
 public:
  void forward(SoftmaxKind, const Tensor&, Tensor&) const override {}
  void gradient(SoftmaxKind, const Tensor&, const Tensor&, Tensor&) const override {}
};

class Crossentropy : public CrossentropyKernels {
 public:
  std::int64_t labels(const Tensor&, std::int64_t, std::optional<std::int64_t>,
                      Tensor&) const override {
    return -1;
  }
  void sparse(const Tensor&, const Tensor&, Tensor&, Tensor&) const override {}
  void sparse_gradient(const Tensor&, const Tensor&, const Tensor&, const Tensor&,
                       Tensor&) const override {}
  void categorical(const Tensor&, const Tensor&, Tensor&, Tensor&) const override {}
  void categorical_gradient(const Tensor&, const Tensor&, const Tensor&, const Tensor&,
                            Tensor&) const override {}
  void binary(const Tensor&, const Tensor&, Tensor&) const override {}
  void binary_gradient(const Tensor&, const Tensor&, const Tensor&, Tensor&) const override {}
};

class Norm : public NormKernels {
 public:
  void layer(const Tensor&, const Tensor&, const Tensor&, double, Tensor&, Tensor&,
             Tensor&) const override {}
  void layer_gradient(const Tensor&, const Tensor&, const Tensor&, const Tensor&, const Tensor&,
                      Tensor&, Tensor&, Tensor&) const override {}
  void batch_moments(const Tensor&, Tensor&, Tensor&) const override {}
  void batch(const Tensor&, const Tensor&, const Tensor&, const Tensor&, const Tensor&,
             Tensor&) const override {}
  void batch_gradient(const Tensor&, const Tensor&, const Tensor&, const Tensor&, const Tensor&,
                      Tensor&, Tensor&, Tensor&) const override {}
};

}  // namespace beras::backend::meta
