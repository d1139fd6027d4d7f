// The gradients of each sample alone: for clipping and noise (differential privacy), for what a
// sample teaches (influence), and for the noise of a batch.
#pragma once

#include <beras/base/export.h>
#include <beras/core/arguments.h>
#include <beras/core/diffable.h>
#include <beras/losses/get.h>

namespace beras {

/// For each trainable weight w of the model, in their order, d(loss of sample b)/dw for every b:
/// shape (B, w...), with x and y of B samples.
///
/// ```cpp
/// Tensors gradients = per_sample_gradients(model, mse, x, y);
/// ```
///
/// Sample b is seen as a batch of its own: gradients[k][b] is the gradient of loss(y[b:b+1],
/// model(x[b:b+1])). So their mean is the gradient of a loss with the usual reduction, where no
/// sample depends on another. One step forward and back for each sample; zeros for weights that the
/// loss does not depend on. ShapeError for x and y of unequal lengths, ValueError for no samples
/// and no loss.
BERAS_API Tensors per_sample_gradients(const Diffable& model, const losses::AnyLoss& loss,
                                       const Tensor& x, const Tensor& y,
                                       const CallOptions& options = {});

}  // namespace beras
