// The dense layer's arithmetic in one pass.
#pragma once

#include <string_view>

#include <beras/backend/matmul.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

using backend::Epilogue;

/// epilogue(x (..., in) @ kernel (in, out) + bias (out)) for x of rank 1 or more; without bias if
/// it is undefined.
///
/// The dtype is that of x and kernel, promoted. ShapeError, in the name of `who`, where the shapes
/// do not fit:
/// `[Dense] expected last axis 784. Received: input of shape (32, 10).`
BERAS_API Tensor linear(const Tensor& x, const Tensor& kernel, const Tensor& bias = {},
                        Epilogue epilogue = Epilogue::none, std::string_view who = "linear");

}  // namespace beras::ops
