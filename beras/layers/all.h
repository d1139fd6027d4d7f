// The layers that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/layers/activation.h>
#include <beras/layers/average_pooling2d.h>
#include <beras/layers/batch_normalization.h>
#include <beras/layers/conv2d.h>
#include <beras/layers/dense.h>
#include <beras/layers/dropout.h>
#include <beras/layers/flatten.h>
#include <beras/layers/global_average_pooling2d.h>
#include <beras/layers/layer_normalization.h>
#include <beras/layers/leaky_relu.h>
#include <beras/layers/max_pooling2d.h>
#include <beras/layers/relu.h>
#include <beras/layers/repeat_vector.h>
#include <beras/layers/rescaling.h>
#include <beras/layers/reshape.h>
#include <beras/layers/softmax.h>

namespace beras::layers {

using All = Types<Activation, AveragePooling2D, BatchNormalization, Conv2D, Dense, Dropout, Flatten,
                  GlobalAveragePooling2D, LayerNormalization, LeakyReLU, MaxPooling2D, ReLU,
                  RepeatVector, Rescaling, Reshape, Softmax>;

}  // namespace beras::layers
