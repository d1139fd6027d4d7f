// The room of activations: functions from a tensor to one of the same shape, with Keras's names and
// defaults.
#pragma once

#include <beras/activations/activation.h>
#include <beras/activations/functions.h>
#include <beras/activations/get.h>
