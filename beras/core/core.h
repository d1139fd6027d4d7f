// The seed's classes: what can be called, has weights, and knows its gradients.
#pragma once

#include <beras/core/arguments.h>
#include <beras/core/call.h>
#include <beras/core/callable.h>
#include <beras/core/check_gradients.h>
#include <beras/core/diffable.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/initializer.h>
#include <beras/core/jacobian.h>
#include <beras/core/operation.h>
#include <beras/core/primitive.h>
#include <beras/core/profiler.h>
#include <beras/core/replay.h>
#include <beras/core/roofline.h>
#include <beras/core/scopes.h>
#include <beras/core/structure.h>
#include <beras/core/weight_rules.h>
#include <beras/core/weighted.h>
