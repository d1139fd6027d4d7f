// All losses.
#pragma once

#include <beras/losses/binary_crossentropy.h>
#include <beras/losses/categorical_crossentropy.h>
#include <beras/losses/get.h>
#include <beras/losses/label_kind.h>
#include <beras/losses/loss.h>
#include <beras/losses/mean_absolute_error.h>
#include <beras/losses/mean_squared_error.h>
#include <beras/losses/reduction.h>
#include <beras/losses/sparse_categorical_crossentropy.h>
