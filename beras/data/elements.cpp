#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include <beras/data/elements_internal.h>
#include <beras/tensor/device_of.h>

namespace beras::data {
namespace {

constexpr std::int64_t first_block = std::int64_t{1} << 20;

/// Calls body(Stored{}, Element{}): the C++ types in the file and in the tensor.
template <typename Body>
decltype(auto) visit_encoding(Encoding encoding, Body&& body) {
  switch (encoding) {
    case Encoding::boolean:
      return body(std::uint8_t{}, bool{});
    case Encoding::int8:
      return body(std::int8_t{}, std::int8_t{});
    case Encoding::uint8:
      return body(std::uint8_t{}, std::uint8_t{});
    case Encoding::int16:
      return body(std::int16_t{}, std::int32_t{});
    case Encoding::uint16:
      return body(std::uint16_t{}, std::int32_t{});
    case Encoding::int32:
      return body(std::int32_t{}, std::int32_t{});
    case Encoding::uint32:
      return body(std::uint32_t{}, std::int64_t{});
    case Encoding::int64:
      return body(std::int64_t{}, std::int64_t{});
    case Encoding::float16:
      return body(float16{}, float16{});
    case Encoding::float64:
      return body(double{}, double{});
    case Encoding::float32:
      break;
  }
  return body(float{}, float{});
}

template <typename T>
T byte_swapped(T value) {
  auto* bytes = reinterpret_cast<std::byte*>(&value);
  std::reverse(bytes, bytes + sizeof(T));
  return value;
}

/// The product of the lengths; FormatError where the bytes do not fit in 63 bits or are not in the
/// source.
std::int64_t checked_count(const ByteSource& source, const Shape& shape, std::int64_t item_bytes) {
  std::int64_t most = std::numeric_limits<std::int64_t>::max() / item_bytes;
  std::int64_t count = 1;
  for (const std::int64_t length : shape) {
    if (length < 0) source.fail("no negative length", to_string(shape));
    if (length > most) source.fail("a shape of less than 2^63 bytes", to_string(shape));
    if (length > 0) most /= length;
    count *= length;
  }
  const auto needed = static_cast<std::uint64_t>(count * item_bytes);
  if (const auto there = source.remaining(); there && *there < needed)
    source.fail(fmt::format("{} bytes for the elements of shape {}", needed, to_string(shape)),
                fmt::format("{}", *there));
  return count;
}

template <typename Stored, typename Element>
void read_block(ByteSource& source, Element* to, std::int64_t count, bool swap) {
  if constexpr (std::is_same_v<Stored, Element>) {
    source.read_exactly(std::as_writable_bytes(std::span(to, static_cast<std::size_t>(count))),
                        "elements");
    if (swap) std::transform(to, to + count, to, byte_swapped<Stored>);
  } else {
    std::array<Stored, 8192> stored;
    while (count > 0) {
      const auto some = std::span(stored).first(std::min<std::size_t>(stored.size(), count));
      source.read_exactly(std::as_writable_bytes(some), "elements");
      to = std::transform(some.begin(), some.end(), to, [swap](Stored value) {
        return static_cast<Element>(swap ? byte_swapped(value) : value);
      });
      count -= static_cast<std::int64_t>(some.size());
    }
  }
}

}  // namespace

Tensor read_elements(ByteSource& source, const Shape& shape, Encoding encoding, std::endian order) {
  const bool swap = order != std::endian::native;
  return visit_encoding(encoding, [&](auto stored, auto element) {
    using Stored = decltype(stored);
    using Element = decltype(element);
    const std::int64_t count = checked_count(source, shape, sizeof(Stored));
    // What a packed source holds shows only as it comes, so memory then grows as it does.
    std::int64_t room = source.remaining() ? count : std::min(count, first_block);
    Tensor flat = Tensor::empty({room}, dtype_of<Element>(), Device::cpu);
    for (std::int64_t done = 0; done < count; done = room, room = std::min(count, 2 * room)) {
      if (room > flat.size()) {
        Tensor larger = Tensor::empty({room}, dtype_of<Element>(), Device::cpu);
        std::memcpy(larger.raw(), flat.raw(), done * sizeof(Element));
        flat = larger;
      }
      read_block<Stored>(source, static_cast<Element*>(flat.raw()) + done, room - done, swap);
    }
    Tensor shaped = flat.as_strided(shape, contiguous_strides(shape), 0);
    shaped.trainable(false);
    return shaped;
  });
}

Tensor in_row_major_order(const Tensor& tensor) {
  if (tensor.is_contiguous() && tensor.device().is_host()) return tensor;
  const DeviceScope host(Device::cpu);
  Tensor packed = Tensor::empty(tensor.shape(), tensor.dtype());
  packed.assign(tensor);
  packed.trainable(false);
  return packed;
}

std::span<const std::byte> bytes_of(const Tensor& contiguous) {
  check_on_host(contiguous, "data");
  return {static_cast<const std::byte*>(contiguous.raw()),
          static_cast<std::size_t>(contiguous.size() * item_size(contiguous.dtype()))};
}

}  // namespace beras::data
