// Which implementation answers for a family of kernels.
//
// A family is a small abstract class in beras/backend/<family>.h that takes kinds as enumerators,
// and an accessor `Kernels<FamilyKernels> family(Device)`. To add one:
//   1. beras/backend/<family>.h: kinds, class, accessor, and what holds of dtypes, shapes and
//      strides. Ops check, promote and allocate; kernels write into the output they are given
//      and never throw for what a user did.
//   2. beras/backend/reference/<family>.{h,cpp}: class Family of namespace backend::reference,
//      plain loops. It is the truth that the others are tested against.
//   3. beras/backend/cpu/<family>.{h,cpp}: class Family of namespace backend::cpu, derived from
//      the reference; it overrides what it does faster and calls the base for the rest.
//   4. registry.cpp: one accessor. It is the only file that sees implementations.
//   5. beras/backend/meta/kernels.h: the same with empty bodies, for where nothing is computed.
//   6. tests/backend/<family>_test.cpp: one suite that holds both against each other.
#pragma once

#include <beras/base/export.h>

namespace beras::backend {

/// While it lives, all families on this thread answer with the reference kernels.
class BERAS_API UseReferenceKernels {
 public:
  UseReferenceKernels();
  ~UseReferenceKernels();
  UseReferenceKernels(const UseReferenceKernels&) = delete;
  UseReferenceKernels& operator=(const UseReferenceKernels&) = delete;
};

}  // namespace beras::backend
