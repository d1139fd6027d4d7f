#include <algorithm>

#include <beras/base/atomic_file_internal.h>
#include <beras/data/npy.h>
#include <beras/data/npy_header_internal.h>
#include <beras/data/npy_internal.h>

namespace beras {
namespace data {

Tensor read_npy(ByteSource& source) {
  const NpyHeader header = read_npy_header(source);
  Shape shape = header.shape;
  if (header.fortran_order) std::reverse(shape.begin(), shape.end());
  Tensor stored = read_elements(source, shape, header.encoding, header.order);
  source.expect_end();
  if (!header.fortran_order || shape.size() < 2) return stored;

  Strides strides = stored.strides();
  std::reverse(strides.begin(), strides.end());
  return in_row_major_order(stored.as_strided(header.shape, strides, 0));
}

}  // namespace data

Tensor load_npy(const std::string& path) {
  return data::read_npy(*data::open_file(path, "load_npy"));
}

Tensor npy_from_bytes(std::span<const std::byte> bytes) {
  return data::read_npy(*data::open_memory(bytes, "npy_from_bytes"));
}

void save_npy(const std::string& path, const Tensor& tensor) {
  const std::string header = data::npy_header(tensor, "save_npy");
  const Tensor elements = data::in_row_major_order(tensor);
  AtomicFile file(path, "save_npy");
  file.write(std::as_bytes(std::span(header)));
  file.write(data::bytes_of(elements));
  file.commit();
}

}  // namespace beras
