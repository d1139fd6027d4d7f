// Tensors from numbers, and numbers from tensors.
#include <algorithm>
#include <cstring>
#include <limits>

#include <beras/base/error.h>
#include <beras/base/hold_traps.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_memory_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/make_on_host_internal.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

using List = std::span<const NestedList>;

/// What the numbers of a nested list have in common.
struct Kind {
  bool all_boolean = true;
  bool all_integer = true;

  DType dtype() const {
    return all_boolean ? DType::boolean : all_integer ? DType::int32 : DType::float32;
  }
};

/// Finds shape and kind of a list; ShapeError where two sub-lists differ in length or depth.
void inspect(List list, std::size_t depth, bool first, Shape& shape, Kind& kind) {
  const auto length = static_cast<std::int64_t>(list.size());
  if (first) shape.push_back(length);
  if (shape[depth] != length) {
    throw ShapeError("Tensor", "nested lists of equal lengths",
                     "lists of " + std::to_string(shape[depth]) + " and of " +
                         std::to_string(length) + " items at depth " + std::to_string(depth));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const NestedList& item = list[i];
    const bool leads = first && i == 0;
    if (!leads && item.is_list() != (shape.size() > depth + 1)) {
      throw ShapeError("Tensor", "nested lists of equal depth",
                       "numbers and lists side by side at depth " + std::to_string(depth));
    }
    if (item.is_list()) {
      inspect(item.items(), depth + 1, leads, shape, kind);
    } else {
      kind.all_boolean = kind.all_boolean && item.value().is_boolean();
      kind.all_integer =
          kind.all_integer && (item.value().is_integer() || item.value().is_boolean());
    }
  }
}

template <typename T>
T* write_numbers(List list, T* out) {
  for (const NestedList& item : list) {
    if (item.is_list()) {
      out = write_numbers(List(item.items()), out);
    } else {
      *out++ = item.value().as<T>();
    }
  }
  return out;
}

void check_fits_int32(List list) {
  for (const NestedList& item : list) {
    if (item.is_list()) {
      check_fits_int32(item.items());
      continue;
    }
    const auto value = item.value().as<std::int64_t>();
    if (value != static_cast<std::int32_t>(value)) {
      throw ValueError("Tensor", "integers that fit in int32", std::to_string(value),
                       "Give a dtype, such as int64");
    }
  }
}

Tensor from_list(List list, std::optional<DType> dtype) {
  Shape shape;
  Kind kind;
  inspect(list, 0, true, shape, kind);
  if (element_count(shape) == 0) kind.all_boolean = kind.all_integer = false;
  if (!dtype && kind.dtype() == DType::int32) check_fits_int32(list);
  return make_on_host(shape, dtype.value_or(kind.dtype()), [&](const Tensor& tensor) {
    const HoldTraps hold;
    visit_dtype(tensor.dtype(), [&](auto type) {
      write_numbers(list, static_cast<decltype(type)*>(tensor.raw()));
    });
  });
}

List span_of(std::initializer_list<NestedList> values) { return {values.begin(), values.size()}; }

}  // namespace

Tensor::Tensor(Scalar value) : Tensor(value, value.dtype()) {
  if (value.is_integer() && value.as<std::int32_t>() != value.as<std::int64_t>()) {
    throw ValueError("Tensor", "an integer that fits in int32",
                     std::to_string(value.as<std::int64_t>()), "Give a dtype, such as int64");
  }
}

Tensor::Tensor(Scalar value, DType dtype, Device device) : Tensor(empty({}, dtype, device)) {
  if (!device.holds_values()) return;
  const HoldTraps hold;
  visit_dtype(dtype, [&](auto type) {
    const auto element = value.as<decltype(type)>();
    memory_of(device).copy(raw(), &element, sizeof(element));
  });
}

Tensor::Tensor(std::initializer_list<NestedList> values)
    : Tensor(from_list(span_of(values), std::nullopt)) {}

Tensor::Tensor(std::initializer_list<NestedList> values, DType dtype)
    : Tensor(from_list(span_of(values), dtype)) {}

Tensor Tensor::copy_of(const void* data, std::size_t count, const Shape& shape, DType dtype) {
  if (element_count(shape) != static_cast<std::int64_t>(count)) {
    throw ShapeError("Tensor", std::to_string(count) + " elements, as many as were given",
                     "shape " + to_string(shape));
  }
  Tensor tensor = empty(shape, dtype);
  if (count > 0 && tensor.device().holds_values()) {
    memory_of(tensor.device()).copy(tensor.raw(), data, tensor.body().storage->bytes());
  }
  return tensor;
}

Scalar Tensor::item_scalar() const {
  if (size() != 1) {
    throw ValueError("item", "a tensor of one element", "shape " + to_string(shape()));
  }
  check_has_values(*this, "item");
  return visit_dtype(dtype(), [this](auto type) {
    decltype(type) value{};
    memory_of(device()).copy(&value, raw(), sizeof(value));
    if constexpr (is_half_v<decltype(type)>) {
      return Scalar(static_cast<float>(value));
    } else {
      return Scalar(value);
    }
  });
}

template <typename Element>
std::vector<Element> Tensor::to_vector() const {
  check_has_values(*this, "to_vector");
  const DeviceScope host(Device::cpu);  // reading is no computing
  const auto count = static_cast<std::size_t>(size());
  if constexpr (std::is_same_v<Element, bool>) {
    const Tensor flat = empty(shape(), DType::boolean);
    copy_elements(*this, flat);
    const bool* values = flat.data<bool>();
    return std::vector<bool>(values, values + count);
  } else {
    std::vector<Element> values(count);
    copy_elements(*this, from_external(values.data(), shape(), dtype_of<Element>(), nullptr));
    return values;
  }
}

template BERAS_API std::vector<float> Tensor::to_vector() const;
template BERAS_API std::vector<double> Tensor::to_vector() const;
template BERAS_API std::vector<bfloat16> Tensor::to_vector() const;
template BERAS_API std::vector<float16> Tensor::to_vector() const;
template BERAS_API std::vector<std::int8_t> Tensor::to_vector() const;
template BERAS_API std::vector<std::int32_t> Tensor::to_vector() const;
template BERAS_API std::vector<std::int64_t> Tensor::to_vector() const;
template BERAS_API std::vector<std::uint8_t> Tensor::to_vector() const;
template BERAS_API std::vector<bool> Tensor::to_vector() const;

}  // namespace beras
