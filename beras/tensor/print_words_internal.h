// Turns numbers into words of equal width, as NumPy prints them.
#pragma once

#include <string>
#include <vector>

#include <beras/tensor/tensor.h>

namespace beras {

/// The elements of a rank 1 tensor as NumPy's array printing shows them side by side: precision 8,
/// scientific where the magnitudes are far apart.
std::vector<std::string> print_words(const Tensor& elements);

/// The only element as NumPy prints a scalar: as many digits as tell it from its neighbours.
std::string print_scalar(const Tensor& element);

}  // namespace beras
