// NumPy's .npz files: named arrays in one zip archive.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Reads all arrays of a .npz file, compressed or not, by name. None is trainable; dtypes as in
/// load_npy.
///
/// FormatError if the file is unreadable, truncated, contradicts itself, or holds something else
/// than arrays.
BERAS_API std::map<std::string, Tensor> load_npz(const std::string& path);

/// The same from bytes in memory.
BERAS_API std::map<std::string, Tensor> npz_from_bytes(std::span<const std::byte> bytes);

struct NpzOptions {
  /// Deflate the arrays, as np.savez_compressed does.
  bool compressed = false;
};

/// Writes a .npz file, as np.savez does: save_npz("weights.npz", {{"w", w}, {"b", b}}).
///
/// The file appears whole or not at all. DTypeError for bfloat16, which NumPy does not have;
/// ValueError for an empty name; FormatError if the file cannot be written.
BERAS_API void save_npz(const std::string& path, const std::map<std::string, Tensor>& tensors,
                        const NpzOptions& options = {});

}  // namespace beras
