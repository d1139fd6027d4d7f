#include <beras/tensor/tensor.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/thread_value_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_memory_internal.h>
#include <beras/tensor/device_of.h>

namespace beras {
namespace {

/// Ids come to each thread in blocks, so that a new tensor costs no traffic between cores.
std::uint64_t next_id() {
  constexpr std::uint64_t block = 4096;
  static std::atomic<std::uint64_t> next_block = 1;
  BERAS_NEAR_THREAD_LOCAL std::uint64_t next = 0;
  BERAS_NEAR_THREAD_LOCAL std::uint64_t end = 0;
  if (next == end) {
    next = next_block.fetch_add(block, std::memory_order_relaxed);
    end = next + block;
  }
  return next++;
}

std::size_t byte_count(const Shape& shape, std::int64_t elements, DType dtype) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(elements, item_size(dtype), &bytes)) {
    throw BackendError("Tensor", "a number of bytes that fits in 64 bits",
                       "shape " + to_string(shape) + " of " + std::string(dtype_name(dtype)));
  }
  return bytes;
}

bool lies_in_row_major_order(const Shape& shape, const Strides& strides) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return true;
  std::int64_t expected = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    if (shape[axis] != 1 && strides[axis] != expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/// True if every element of the window is one of `capacity` elements; no axis is empty.
bool lies_within(const Shape& shape, const Strides& strides, std::int64_t offset,
                 std::int64_t capacity) {
  std::int64_t first = offset;
  std::int64_t last = offset;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    std::int64_t reach = 0;
    std::int64_t& end = strides[axis] < 0 ? first : last;
    if (__builtin_mul_overflow(shape[axis] - 1, strides[axis], &reach)) return false;
    if (__builtin_add_overflow(end, reach, &end)) return false;
  }
  return first >= 0 && last < capacity;
}

}  // namespace

Tensor Tensor::on(std::shared_ptr<Storage> storage, const Shape& shape, std::int64_t size,
                  DType dtype) {
  Tensor tensor;
  tensor.body_ = std::make_shared<Body>();
  Body& body = *tensor.body_;
  body.shape = shape;
  body.strides = contiguous_strides(shape);
  body.size = size;
  body.storage = std::move(storage);
  body.id = next_id();
  body.dtype = dtype;
  return tensor;
}

Tensor Tensor::empty(const Shape& shape, DType dtype, Device device) {
  const std::int64_t size = element_count(shape);
  return on(std::make_shared<Storage>(byte_count(shape, size, dtype), device), shape, size, dtype);
}

Tensor Tensor::full(const Shape& shape, Scalar value, DType dtype, Device device) {
  const DeviceScope scope(device);
  Tensor tensor = empty(shape, dtype, device);
  copy_elements(Tensor(value, dtype, device), tensor);
  return tensor;
}

Tensor Tensor::zeros(const Shape& shape, DType dtype, Device device) {
  Tensor tensor = empty(shape, dtype, device);
  if (device.holds_values())
    memory_of(device).fill(tensor.raw(), 0, tensor.body().storage->bytes());
  return tensor;
}

Tensor Tensor::ones(const Shape& shape, DType dtype, Device device) {
  return full(shape, 1, dtype, device);
}

Tensor Tensor::from_external(void* data, const Shape& shape, DType dtype,
                             std::shared_ptr<const void> owner) {
  return on_foreign(data, shape, dtype, std::move(owner), true);
}

Tensor Tensor::from_read_only(const void* data, const Shape& shape, DType dtype,
                              std::shared_ptr<const void> owner) {
  return on_foreign(const_cast<void*>(data), shape, dtype, std::move(owner), false);
}

Tensor Tensor::on_foreign(void* data, const Shape& shape, DType dtype,
                          std::shared_ptr<const void> owner, bool writable) {
  const std::int64_t size = element_count(shape);
  if (data == nullptr && size > 0) {
    throw ValueError("Tensor", "memory for shape " + to_string(shape), "a null pointer");
  }
  if (reinterpret_cast<std::uintptr_t>(data) % static_cast<std::uintptr_t>(item_size(dtype)) != 0) {
    throw ValueError("Tensor", "memory aligned for " + std::string(dtype_name(dtype)),
                     "an address that is no multiple of " + std::to_string(item_size(dtype)));
  }
  return on(
      std::make_shared<Storage>(data, byte_count(shape, size, dtype), std::move(owner), writable),
      shape, size, dtype);
}

void Tensor::throw_undefined() {
  throw ValueError("Tensor", "a defined tensor",
                   "an undefined one (default-constructed or moved from)");
}

std::int64_t Tensor::dim(std::int64_t axis) const {
  const Shape& lengths = shape();
  const auto from_the_end = axis < 0 ? lengths.size() : 0;
  const std::size_t place = static_cast<std::size_t>(axis) + from_the_end;
  if (place < lengths.size()) return lengths[place];
  return lengths[resolve_axis(axis, lengths.size(), "Tensor")];  // which throws
}

Tensor& Tensor::name(std::string value) {
  body().name = std::move(value);
  return *this;
}

void* Tensor::raw() const {
  const Body& self = body();
  auto* first = static_cast<std::byte*>(self.storage->data());
  if (!first) return nullptr;
  return first + self.offset * item_size(self.dtype);
}

void Tensor::check_writable() const { beras::check_writable(*this, "Tensor"); }

const void* Tensor::checked_data(DType dtype) const {
  if (this->dtype() != dtype) {
    throw DTypeError("Tensor", "its dtype, " + std::string(dtype_name(this->dtype())),
                     "a request for data of " + std::string(dtype_name(dtype)), "Use astype");
  }
  if (!is_contiguous()) {
    throw ValueError("Tensor", "contiguous elements",
                     "shape " + to_string(shape()) + " with strides " + to_string(strides()),
                     "Use contiguous()");
  }
  check_on_host(*this, "Tensor");
  return raw();
}

Tensor Tensor::detach() const {
  Tensor view;
  view.body_ = std::make_shared<Body>(body());
  Body& self = *view.body_;
  self.id = next_id();
  self.name.clear();
  self.rules.reset();
  self.mask.reset();
  self.trainable = false;
  self.flows = false;
  self.frozen_flows = false;
  return view;
}

Tensor Tensor::as_strided(const Shape& shape, const Strides& strides, std::int64_t offset) const {
  const std::int64_t size = element_count(shape);
  if (strides.size() != shape.size()) {
    throw ValueError("as_strided", "one stride for each axis of " + to_string(shape),
                     "strides " + to_string(strides));
  }
  const Body& self = body();
  const std::int64_t capacity =
      static_cast<std::int64_t>(self.storage->bytes()) / item_size(self.dtype);
  if (size > 0 && !lies_within(shape, strides, self.offset + offset, capacity)) {
    throw ValueError("as_strided", "a window within " + std::to_string(capacity) + " elements",
                     "shape " + to_string(shape) + " with strides " + to_string(strides) +
                         " at offset " + std::to_string(self.offset + offset));
  }
  Tensor view = on(self.storage, shape, size, self.dtype);
  view.body_->strides = strides;
  view.body_->offset = size > 0 ? self.offset + offset : 0;
  view.body_->contiguous = lies_in_row_major_order(shape, strides);
  return view;
}

bool Tensor::is_sole_owner() const {
  const Body& self = body();
  return body_.use_count() == 1 && self.storage.use_count() == 1 && self.storage->pooled();
}

Tensor Tensor::placeholder(const Shape& shape, DType dtype, std::shared_ptr<const Symbol> symbol) {
  Tensor tensor = on(std::make_shared<Storage>(0, Device::meta), shape, 0, dtype);
  tensor.trainable(false);
  tensor.body().symbol = std::move(symbol);
  return tensor;
}

Tensor Tensor::mask() const {
  Tensor handle;
  handle.body_ = body().mask;
  return handle;
}

void Tensor::mask(const Tensor& value) {
  // One that held itself, be it through masks of masks, would never be freed.
  const bool may_lead_back = value.same_as(*this) || value.has_mask();
  body().mask = may_lead_back ? value.detach().body_ : value.body_;
}

Tensor Tensor::snapshot() const {
  Tensor handle;
  handle.body_ = std::make_shared<Body>(body());
  return handle;
}

void Tensor::rebind(const Tensor& other) {
  Body next = other.body();  // first, as it may fail for want of memory
  next.name = std::move(body().name);
  next.rules = std::move(body().rules);
  body() = std::move(next);
}

}  // namespace beras
