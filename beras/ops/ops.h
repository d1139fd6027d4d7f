// The operators, under Keras's names.
#pragma once

#include <beras/ops/activation.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/conv.h>
#include <beras/ops/crossentropy.h>
#include <beras/ops/dropout.h>
#include <beras/ops/einsum.h>
#include <beras/ops/indexing.h>
#include <beras/ops/join.h>
#include <beras/ops/linalg.h>
#include <beras/ops/linear.h>
#include <beras/ops/matmul.h>
#include <beras/ops/normalization.h>
#include <beras/ops/operand.h>
#include <beras/ops/pool.h>
#include <beras/ops/random.h>
#include <beras/ops/reduce.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/scan.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/softmax.h>
#include <beras/ops/sort.h>
#include <beras/ops/unary.h>
#include <beras/ops/window.h>
