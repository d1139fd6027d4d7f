// All optimizers.
#pragma once

#include <beras/optimizers/adam.h>
#include <beras/optimizers/adamw.h>
#include <beras/optimizers/get.h>
#include <beras/optimizers/learning_rate.h>
#include <beras/optimizers/loss_scale_optimizer.h>
#include <beras/optimizers/optimizer.h>
#include <beras/optimizers/options.h>
#include <beras/optimizers/rmsprop.h>
#include <beras/optimizers/schedules/schedules.h>
#include <beras/optimizers/sgd.h>
