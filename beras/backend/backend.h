// The room of kernels: what the ops ask of a device.
#pragma once

#include <beras/backend/conv.h>
#include <beras/backend/copy.h>
#include <beras/backend/crossentropy.h>
#include <beras/backend/elementwise.h>
#include <beras/backend/indexing.h>
#include <beras/backend/instruction_set.h>
#include <beras/backend/matmul.h>
#include <beras/backend/norm.h>
#include <beras/backend/optimizer.h>
#include <beras/backend/pool.h>
#include <beras/backend/random.h>
#include <beras/backend/reduce.h>
#include <beras/backend/registry.h>
#include <beras/backend/scan.h>
#include <beras/backend/singular_values.h>
#include <beras/backend/softmax.h>
#include <beras/backend/sort.h>
#include <beras/backend/window.h>
