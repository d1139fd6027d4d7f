// The room of layers.
#pragma once

#include <beras/layers/activation.h>
#include <beras/layers/average_pooling2d.h>
#include <beras/layers/batch_normalization.h>
#include <beras/layers/conv2d.h>
#include <beras/layers/dense.h>
#include <beras/layers/dropout.h>
#include <beras/layers/flatten.h>
#include <beras/layers/global_average_pooling2d.h>
#include <beras/layers/input.h>
#include <beras/layers/input_layer.h>
#include <beras/layers/lambda.h>
#include <beras/layers/layer.h>
#include <beras/layers/layer_normalization.h>
#include <beras/layers/leaky_relu.h>
#include <beras/layers/max_pooling2d.h>
#include <beras/layers/pooling2d.h>
#include <beras/layers/registry.h>
#include <beras/layers/relu.h>
#include <beras/layers/repeat_vector.h>
#include <beras/layers/rescaling.h>
#include <beras/layers/reshape.h>
#include <beras/layers/softmax.h>
