// What everything stands on: errors, warnings, names, random numbers, parallel loops.
#pragma once

#include <beras/base/choice.h>
#include <beras/base/epsilon.h>
#include <beras/base/error.h>
#include <beras/base/flush_subnormals.h>
#include <beras/base/hold_traps.h>
#include <beras/base/parallel.h>
#include <beras/base/random.h>
#include <beras/base/small_vector.h>
#include <beras/base/snake_case.h>
#include <beras/base/suggest.h>
#include <beras/base/version.h>
#include <beras/base/warning.h>
