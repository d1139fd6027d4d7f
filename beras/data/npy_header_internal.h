// The header of a .npy file: a Python dictionary that says how the elements behind it lie.
#pragma once

#include <string>
#include <string_view>

#include <beras/data/elements_internal.h>

namespace beras::data {

struct NpyHeader {
  Encoding encoding = Encoding::float32;
  std::endian order = std::endian::native;
  bool fortran_order = false;
  Shape shape;
};

/// Reads magic, version (1 to 3) and dictionary; what follows in `source` are the elements.
///
/// FormatError for anything that NumPy would not write, DTypeError for elements without a Beras
/// dtype. Source: numpy.lib.format.
NpyHeader read_npy_header(ByteSource& source);

/// The header of a C-ordered array of this machine's byte order, padded so that the elements begin
/// at a multiple of 64. DTypeError for bfloat16, which NumPy does not have.
std::string npy_header(const Tensor& tensor, const std::string& who);

}  // namespace beras::data
