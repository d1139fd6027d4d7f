// Where a graph of calls begins.
#pragma once

#include <memory>

#include <beras/base/export.h>
#include <beras/layers/input_layer.h>
#include <beras/tensor/tensor.h>

namespace beras::layers {

/// A symbolic tensor that stands for what a model will be given: samples of this shape, in batches.
///
/// ```cpp
/// const Tensor x = layers::Input({28, 28, 1});
/// const Tensor y = layers::Dense(10)(layers::Flatten()(x));
/// Model model(x, y);
/// ```
///
/// A call with a symbolic tensor gives symbolic ones: shapes and dtypes are known, values are not.
/// As the first of a Sequential it says what shape that has. ShapeError for a length below -1,
/// which stands for any.
BERAS_API Tensor Input(const Shape& shape, const InputOptions& options = {});
/// The symbolic tensor that such a layer gives.
BERAS_API Tensor input_of(const std::shared_ptr<const InputLayer>& layer);

}  // namespace beras::layers
