// All learning rate schedules.
#pragma once

#include <beras/optimizers/schedules/cosine_decay.h>
#include <beras/optimizers/schedules/cosine_decay_restarts.h>
#include <beras/optimizers/schedules/exponential_decay.h>
#include <beras/optimizers/schedules/get.h>
#include <beras/optimizers/schedules/inverse_time_decay.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>
#include <beras/optimizers/schedules/piecewise_constant_decay.h>
#include <beras/optimizers/schedules/polynomial_decay.h>
