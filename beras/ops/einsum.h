// Einstein summation.
#pragma once

#include <string_view>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// NumPy's einsum: einsum("bij,bjk->bik", {a, b}) is a batched matmul.
///
/// Each letter names an axis: axes of one letter are walked together, and letters that the output
/// lacks are summed over. `...` stands for any axes, which broadcast. A letter twice in one operand
/// takes the diagonal. Without "->" the output has the axes of `...` and then, in alphabetical
/// order, the letters that come once. Axes of length 1 broadcast. Any number of operands,
/// multiplied from left to right by matmul. ValueError for malformed subscripts, ShapeError where
/// lengths differ.
BERAS_API Tensor einsum(std::string_view subscripts, const Tensors& operands);

}  // namespace beras::ops
