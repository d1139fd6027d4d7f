// The room of constraints: what keeps weights in bounds, with Keras's names, defaults and numerics.
#pragma once

#include <beras/constraints/constraint.h>
#include <beras/constraints/get.h>
#include <beras/constraints/max_norm.h>
#include <beras/constraints/min_max_norm.h>
#include <beras/constraints/non_neg.h>
#include <beras/constraints/unit_norm.h>
