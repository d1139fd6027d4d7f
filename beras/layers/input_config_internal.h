// The configuration of an Input: Keras's keys are not the arguments of its constructor.
#pragma once

#include <memory>

#include <beras/base/export.h>
#include <beras/core/config.h>
#include <beras/layers/layer.h>

namespace beras::layers {

class InputLayer;

BERAS_API Config config_of_input(const InputLayer& input);

/// ValueError for what Keras's keys cannot say of a dense input.
std::shared_ptr<Layer> input_from(const Config& config);

}  // namespace beras::layers
