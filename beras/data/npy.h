// NumPy's .npy files: one array each.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Reads a .npy file, as np.load does, into a C-ordered tensor that is not trainable.
///
/// Versions 1 to 3, either byte order, C or Fortran order. int16 and uint16 become int32, uint32
/// becomes int64; dtypes that Beras has not (uint64, complex, text, objects) are a DTypeError.
/// FormatError if the file is unreadable, truncated, too long, or contradicts itself.
BERAS_API Tensor load_npy(const std::string& path);

/// The same from bytes in memory.
BERAS_API Tensor npy_from_bytes(std::span<const std::byte> bytes);

/// Writes a .npy file, as np.save does. The file appears whole or not at all.
///
/// DTypeError for bfloat16, which NumPy does not have; FormatError if the file cannot be written.
BERAS_API void save_npy(const std::string& path, const Tensor& tensor);

}  // namespace beras
