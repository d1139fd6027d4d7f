#include <beras/backend/registry.h>

#include <beras/backend/cpu/conv.h>
#include <beras/backend/cpu/copy.h>
#include <beras/backend/cpu/crossentropy.h>
#include <beras/backend/cpu/dispatch.h>
#include <beras/backend/cpu/elementwise.h>
#include <beras/backend/cpu/epilogue.h>
#include <beras/backend/cpu/matmul.h>
#include <beras/backend/cpu/norm.h>
#include <beras/backend/cpu/optimizer.h>
#include <beras/backend/cpu/pool.h>
#include <beras/backend/cpu/random.h>
#include <beras/backend/cpu/reduce.h>
#include <beras/backend/cpu/softmax.h>
#include <beras/backend/meta/kernels.h>
#include <beras/backend/reference/conv.h>
#include <beras/backend/reference/copy.h>
#include <beras/backend/reference/crossentropy.h>
#include <beras/backend/reference/elementwise.h>
#include <beras/backend/reference/epilogue.h>
#include <beras/backend/reference/indexing.h>
#include <beras/backend/reference/matmul.h>
#include <beras/backend/reference/norm.h>
#include <beras/backend/reference/optimizer.h>
#include <beras/backend/reference/pool.h>
#include <beras/backend/reference/random.h>
#include <beras/backend/reference/reduce.h>
#include <beras/backend/reference/scan.h>
#include <beras/backend/reference/singular_values.h>
#include <beras/backend/reference/softmax.h>
#include <beras/backend/reference/sort.h>
#include <beras/base/thread_value_internal.h>

namespace beras::backend {
namespace {

BERAS_NEAR_THREAD_LOCAL int reference_depth = 0;

template <typename Cpu>
Cpu make_fast() {
  cpu::limit_instructions();
  return {};
}

/// On `meta`, or within a scope for it, nothing is computed, wherever memory lies. Kernels are
/// never destroyed: what runs while the process ends may still need them.
template <typename Family, typename Meta, typename Reference, typename Cpu>
Kernels<Family> choose(Device device) {
  static const Meta& meta = *new Meta();
  if (!device.holds_values() || !default_device().holds_values()) return Kernels<Family>(meta);
  static const Reference& reference = *new Reference();
  static const Cpu& cpu = *new Cpu(make_fast<Cpu>());
  if (device.kind == DeviceKind::guarded) return Kernels<Family>(reference, device);
  return Kernels<Family>(reference_depth > 0 ? static_cast<const Family&>(reference) : cpu);
}

}  // namespace

UseReferenceKernels::UseReferenceKernels() { ++reference_depth; }
UseReferenceKernels::~UseReferenceKernels() { --reference_depth; }

Kernels<CopyKernels> copy(Device device) {
  return choose<CopyKernels, meta::Copy, reference::Copy, cpu::Copy>(device);
}

Kernels<IndexingKernels> indexing(Device device) {
  return choose<IndexingKernels, meta::Indexing, reference::Indexing, reference::Indexing>(device);
}

Kernels<SingularValuesKernels> singular_values(Device device) {
  return choose<SingularValuesKernels, meta::SingularValues, reference::SingularValues,
                reference::SingularValues>(device);
}

Kernels<ElementwiseKernels> elementwise(Device device) {
  return choose<ElementwiseKernels, meta::Elementwise, reference::Elementwise, cpu::Elementwise>(
      device);
}

Kernels<EpilogueKernels> epilogue(Device device) {
  return choose<EpilogueKernels, meta::Epilogues, reference::Epilogues, cpu::Epilogues>(device);
}

Kernels<ReduceKernels> reduce(Device device) {
  return choose<ReduceKernels, meta::Reduce, reference::Reduce, cpu::Reduce>(device);
}

Kernels<ScanKernels> scan(Device device) {
  return choose<ScanKernels, meta::Scan, reference::Scan, reference::Scan>(device);
}

Kernels<SortKernels> sort(Device device) {
  return choose<SortKernels, meta::Sort, reference::Sort, reference::Sort>(device);
}

Kernels<MatmulKernels> matmul(Device device) {
  return choose<MatmulKernels, meta::Matmul, reference::Matmul, cpu::Matmul>(device);
}

Kernels<ConvKernels> conv(Device device) {
  return choose<ConvKernels, meta::Conv, reference::Conv, cpu::Conv>(device);
}

Kernels<PoolKernels> pool(Device device) {
  return choose<PoolKernels, meta::Pool, reference::Pool, cpu::Pool>(device);
}

Kernels<OptimizerKernels> optimizer(Device device) {
  return choose<OptimizerKernels, meta::Optimizer, reference::Optimizer, cpu::Optimizer>(device);
}

Kernels<RandomKernels> random(Device device) {
  return choose<RandomKernels, meta::Random, reference::Random, cpu::Random>(device);
}

Kernels<SoftmaxKernels> softmax(Device device) {
  return choose<SoftmaxKernels, meta::Softmax, reference::Softmax, cpu::Softmax>(device);
}

Kernels<CrossentropyKernels> crossentropy(Device device) {
  return choose<CrossentropyKernels, meta::Crossentropy, reference::Crossentropy,
                cpu::Crossentropy>(device);
}

Kernels<NormKernels> norm(Device device) {
  return choose<NormKernels, meta::Norm, reference::Norm, cpu::Norm>(device);
}

}  // namespace beras::backend
