// The room of regularizers: what weights and outputs add to the loss, with Keras's names, defaults
// and numerics.
#pragma once

#include <beras/regularizers/get.h>
#include <beras/regularizers/l1.h>
#include <beras/regularizers/l1_l2.h>
#include <beras/regularizers/l2.h>
#include <beras/regularizers/orthogonal_regularizer.h>
#include <beras/regularizers/regularizer.h>
