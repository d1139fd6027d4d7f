// What stands between the brackets of x[...]: integers, slices, an ellipsis, new axes, or tensors
// of indices.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <beras/base/export.h>

namespace beras {

class Tensor;

/// start:stop:step as in NumPy; what is left out is the end of the axis that the step comes from.
struct Slice {
  std::optional<std::int64_t> start = std::nullopt;
  std::optional<std::int64_t> stop = std::nullopt;
  std::int64_t step = 1;
};

struct Ellipsis {};
struct NewAxis {};
/// As many full slices as are needed.
inline constexpr Ellipsis ellipsis{};
/// A new axis of length 1.
inline constexpr NewAxis newaxis{};

/// One entry of an index.
class BERAS_API Index {
 public:
  Index(int position) : entry_(static_cast<std::int64_t>(position)) {}
  Index(std::int64_t position) : entry_(position) {}
  Index(Slice slice) : entry_(slice) {}
  Index(Ellipsis) : entry_(ellipsis) {}
  Index(NewAxis) : entry_(newaxis) {}
  /// An integer tensor picks elements, a bool tensor those where it is true.
  Index(const Tensor& indices);

  using Entry = std::variant<std::int64_t, Slice, Ellipsis, NewAxis, std::shared_ptr<const Tensor>>;
  const Entry& entry() const { return entry_; }
  /// The tensor that it is, or null.
  const Tensor* tensor() const {
    const auto* held = std::get_if<std::shared_ptr<const Tensor>>(&entry_);
    return held ? held->get() : nullptr;
  }

 private:
  Entry entry_;
};

using Indices = std::vector<Index>;

}  // namespace beras
