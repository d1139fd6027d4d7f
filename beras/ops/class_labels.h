// Labels that are classes.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/ops/indexing.h>

namespace beras::ops {

/// Ones at all integers of the last axis of `x`, zeros elsewhere, on an axis of classes: one_hot of
/// each, laid over one another.
BERAS_API Tensor multi_hot(const Tensor& x, std::int64_t num_classes, OneHotOptions options = {});

/// Whether predictions[i, targets[i]] is among the k greatest of its row: fewer than k are greater,
/// and it is finite. predictions (n, classes), targets (n,) give bools (n,).
BERAS_API Tensor in_top_k(const Tensor& targets, const Tensor& predictions, std::int64_t k);

}  // namespace beras::ops
