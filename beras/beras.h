// All of Beras.
#pragma once

#include <beras/base/export.h>

// An older language has had its one error there.
#if __cplusplus >= 202002L
#include <beras/activations/activations.h>
#include <beras/base/base.h>
#include <beras/constraints/constraints.h>
#include <beras/core/core.h>
#include <beras/data/data.h>
#include <beras/initializers/initializers.h>
#include <beras/inspect/inspect.h>
#include <beras/layers/layers.h>
#include <beras/losses/losses.h>
#include <beras/metrics/metrics.h>
#include <beras/models/models.h>
#include <beras/ops/ops.h>
#include <beras/optimizers/optimizers.h>
#include <beras/regularizers/regularizers.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/create.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>
#include <beras/tensor/view.h>
#endif
