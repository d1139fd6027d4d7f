// The room of initializers: how weights get their first values, with Keras's names, defaults and
// numerics.
#pragma once

#include <beras/initializers/constant.h>
#include <beras/initializers/get.h>
#include <beras/initializers/identity.h>
#include <beras/initializers/orthogonal.h>
#include <beras/initializers/random.h>
#include <beras/initializers/variance_scaling.h>
