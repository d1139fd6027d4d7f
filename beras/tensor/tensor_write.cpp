// Writing in place: assign and fill.
#include <cstdint>

#include <beras/base/error.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

struct AddressRange {
  std::uintptr_t begin;
  std::uintptr_t end;
};

AddressRange touched_memory(const Tensor& tensor) {
  std::int64_t first = 0;
  std::int64_t last = 0;
  for (std::size_t axis = 0; axis < tensor.rank(); ++axis) {
    const std::int64_t stride = tensor.strides()[axis];
    (stride < 0 ? first : last) += (tensor.shape()[axis] - 1) * stride;
  }
  const std::int64_t item = item_size(tensor.dtype());
  const auto base = reinterpret_cast<std::uintptr_t>(tensor.raw());
  return {base + static_cast<std::uintptr_t>(first * item),
          base + static_cast<std::uintptr_t>((last + 1) * item)};
}

bool share_memory(const Tensor& a, const Tensor& b) {
  if (a.size() == 0 || b.size() == 0) return false;
  const AddressRange first = touched_memory(a);
  const AddressRange second = touched_memory(b);
  return first.begin < second.end && second.begin < first.end;
}

}  // namespace

void check_writable(const Tensor& tensor, std::string_view who) {
  if (!tensor.writable()) {
    throw ValueError(who, "memory that can be written to",
                     "a tensor of shape " + to_string(tensor.shape()) + " on read-only memory",
                     "Use copy()");
  }
  for (std::size_t axis = 0; axis < tensor.rank(); ++axis) {
    if (tensor.shape()[axis] > 1 && tensor.strides()[axis] == 0) {
      throw ValueError(who, "a tensor whose elements lie apart",
                       "a view of shape " + to_string(tensor.shape()) + " with strides " +
                           to_string(tensor.strides()),
                       "Use copy() before writing to what broadcast_to gives");
    }
  }
}

void Tensor::assign(const Tensor& value) {
  beras::check_writable(*this, "assign");
  broadcast_strides(value.shape(), value.strides(), shape(), "assign");
  if (share_memory(value, *this)) {
    const Tensor separate = empty(value.shape(), value.dtype());
    copy_elements(value, separate);
    copy_elements(separate, *this);
  } else {
    copy_elements(value, *this);
  }
  bump_version();
}

void Tensor::fill(Scalar value) { assign(Tensor(value, dtype())); }

}  // namespace beras
