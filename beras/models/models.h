// Models and their training.
#pragma once

#include <beras/models/callback.h>
#include <beras/models/callbacks.h>
#include <beras/models/history.h>
#include <beras/models/memory_plan.h>
#include <beras/models/model.h>
#include <beras/models/options.h>
#include <beras/models/per_sample_gradients.h>
#include <beras/models/progress_bar.h>
#include <beras/models/progress_output.h>
#include <beras/models/sequential.h>
#include <beras/models/summary_options.h>
