// The loops of gather and scatter: lines of neighbouring elements, each starting where an index
// says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <beras/base/parallel.h>
#include <beras/tensor/tensor.h>

namespace beras::backend::reference {

inline constexpr std::int64_t elements_per_gather_piece = 1 << 15;

using Offsets = std::vector<std::int64_t>;

/// Where the elements along the axes [first, last) lie, in row-major order.
inline Offsets offsets_along(const Tensor& x, std::size_t first, std::size_t last) {
  Offsets offsets = {0};
  for (std::size_t axis = first; axis < last; ++axis) {
    Offsets finer;
    finer.reserve(offsets.size() * static_cast<std::size_t>(x.shape()[axis]));
    for (const std::int64_t offset : offsets) {
      for (std::int64_t i = 0; i < x.shape()[axis]; ++i) {
        finer.push_back(offset + i * x.strides()[axis]);
      }
    }
    offsets = std::move(finer);
  }
  return offsets;
}

/// The place of selected element (o, s, i) in memory is outer[o] + selected[s] + inner[i]; in the
/// selection it is (o * S + s) * I + i.
struct Places {
  Places(const Tensor& x, std::size_t axis, const Tensors& indices)
      : outer(offsets_along(x, 0, axis)),
        selected(static_cast<std::size_t>(indices[0].size()), 0),
        inner(offsets_along(x, axis + indices.size(), x.rank())) {
    for (std::size_t k = 0; k < indices.size(); ++k) {
      const auto* positions = static_cast<const std::int64_t*>(indices[k].raw());
      const std::int64_t stride = x.strides()[axis + k];
      for (std::size_t s = 0; s < selected.size(); ++s) selected[s] += positions[s] * stride;
    }
  }

  std::size_t lines() const { return outer.size() * selected.size(); }
  std::int64_t line_start(std::size_t line) const {
    return outer[line / selected.size()] + selected[line % selected.size()];
  }
  std::int64_t lines_per_piece() const {
    return std::max<std::int64_t>(
        1, elements_per_gather_piece / std::max<std::int64_t>(1, inner_size()));
  }
  bool lines_are_dense() const {
    for (std::size_t i = 0; i < inner.size(); ++i) {
      if (inner[i] != static_cast<std::int64_t>(i)) return false;
    }
    return true;
  }
  std::int64_t inner_size() const { return static_cast<std::int64_t>(inner.size()); }

  Offsets outer;
  Offsets selected;
  Offsets inner;
};

template <typename Element>
void read_lines(const Element* x, const Places& places, Element* out) {
  const std::size_t inner = places.inner.size();
  const bool dense = places.lines_are_dense();
  parallel_for(static_cast<std::int64_t>(places.lines()), places.lines_per_piece(),
               [&](std::int64_t begin, std::int64_t end) {
                 for (auto line = static_cast<std::size_t>(begin);
                      line < static_cast<std::size_t>(end); ++line) {
                   const Element* from = x + places.line_start(line);
                   Element* to = out + line * inner;
                   if (dense) {
                     std::copy_n(from, inner, to);
                   } else {
                     for (std::size_t i = 0; i < inner; ++i) to[i] = from[places.inner[i]];
                   }
                 }
               });
}

/// One thread, in order: where a place comes twice, the last value stays.
template <typename Element>
void write_lines(Element* x, const Places& places, const Element* values) {
  const std::size_t inner = places.inner.size();
  for (std::size_t line = 0; line < places.lines(); ++line) {
    Element* to = x + places.line_start(line);
    for (std::size_t i = 0; i < inner; ++i) to[places.inner[i]] = values[line * inner + i];
  }
}

/// Threads take different outer places, or different stretches of the lines, so every sum is formed
/// in one order.
template <typename Element>
void add_lines(Element* x, const Places& places, const Element* values) {
  const std::size_t inner = places.inner.size();
  const auto add = [&](std::size_t outer, std::size_t begin, std::size_t end) {
    for (std::size_t s = 0; s < places.selected.size(); ++s) {
      const std::size_t line = outer * places.selected.size() + s;
      Element* to = x + places.line_start(line);
      for (std::size_t i = begin; i < end; ++i) {
        to[places.inner[i]] = static_cast<Element>(to[places.inner[i]] + values[line * inner + i]);
      }
    }
  };
  const auto outer = static_cast<std::int64_t>(places.outer.size());
  const auto per_outer = static_cast<std::int64_t>(places.selected.size() * inner);
  if (outer > 1) {
    parallel_for(
        outer,
        std::max<std::int64_t>(1, elements_per_gather_piece / std::max<std::int64_t>(1, per_outer)),
        [&](std::int64_t begin, std::int64_t end) {
          for (std::int64_t o = begin; o < end; ++o) add(static_cast<std::size_t>(o), 0, inner);
        });
  } else if (outer == 1) {
    constexpr std::int64_t cache_line = 64;
    const std::int64_t grain =
        per_outer < elements_per_gather_piece ? places.inner_size() : cache_line;
    parallel_for(places.inner_size(), grain, [&](std::int64_t begin, std::int64_t end) {
      add(0, static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
    });
  }
}

}  // namespace beras::backend::reference
