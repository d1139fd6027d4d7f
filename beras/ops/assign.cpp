// Writing in place: assign and fill.
#include <cstdint>

#include <beras/core/scopes.h>
#include <beras/core/write_log_internal.h>
#include <beras/ops/cast.h>
#include <beras/ops/shape.h>
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

void write(const Tensor& value, const Tensor& target) {
  if (share_memory(value, target)) {
    copy_elements(copied(value, value.dtype(), value.device()), target);
  } else {
    copy_elements(value, target);
  }
}

}  // namespace

void Tensor::assign(const Tensor& value) {
  beras::check_writable(*this, "assign");
  broadcast_strides(value.shape(), value.strides(), shape(), "assign");
  // A whole variable that is assigned begins anew; whatever else is written is part of a
  // computation.
  const auto capacity = static_cast<std::int64_t>(body().storage->bytes()) / item_size(dtype());
  const bool is_whole = is_contiguous() && size() == capacity;
  const bool is_variable = trainable() || (frozen_flows() && !flows());
  const bool begins_anew = is_whole && is_variable && !WriteLog::knows(*this);
  if (begins_anew || !WriteLog::is_to_record(*this, {value}, "assign")) {
    write(value, *this);
    bump_version();
    return;
  }
  const Tensor fitting = ops::broadcast_to(ops::cast(value, dtype()), shape());
  write(value, *this);
  bump_version();
  // No tape has seen of what this is a view, but all of its memory is known.
  const Tensor memory = flows() ? Tensor() : on(body().storage, {capacity}, capacity, dtype());
  WriteLog::record(*this, fitting, memory);
}

void Tensor::fill(Scalar value) {
  Tensor constant(value, dtype(), device());
  constant.trainable(false);
  assign(constant);
}

}  // namespace beras
