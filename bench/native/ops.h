// The operations of the rows of kind op.
#pragma once

#include <string>

#include <beras/tensor/tensor.h>

namespace bench {

using Op = beras::Tensor (*)(const beras::Tensor& a, const beras::Tensor& b,
                             const beras::Tensor& c);

/// The operation of that name; std::out_of_range if there is none.
Op find_op(const std::string& name);

}  // namespace bench
