#include <beras/backend/reference/indexing.h>

#include <beras/backend/reference/gather_lines_internal.h>
#include <beras/tensor/cast.h>
#include <beras/tensor/copy.h>

namespace beras::backend::reference {

std::int64_t Indexing::positions(const Tensor& x, std::int64_t length, Tensor& out) const {
  copy_elements(x, out);
  auto* positions = static_cast<std::int64_t*>(out.raw());
  for (std::int64_t i = 0; i < out.size(); ++i) {
    if (positions[i] < -length || positions[i] >= length) return i;
    if (positions[i] < 0) positions[i] += length;
  }
  return -1;
}

void Indexing::gather(const Tensor& x, std::size_t axis, const Tensors& indices,
                      Tensor& out) const {
  visit_dtype(x.dtype(), [&](auto type) {
    using Element = decltype(type);
    read_lines(static_cast<const Element*>(x.raw()), Places(x, axis, indices),
               static_cast<Element*>(out.raw()));
  });
}

void Indexing::scatter_add(const Tensor& values, std::size_t axis, const Tensors& indices,
                           Tensor& out) const {
  const Places places(out, axis, indices);
  visit_dtype(out.dtype(), [&](auto type) {
    using Element = decltype(type);
    add_lines(static_cast<Element*>(out.raw()), places, static_cast<const Element*>(values.raw()));
  });
}

void Indexing::scatter_set(const Tensor& values, std::size_t axis, const Tensors& indices,
                           const Tensor& x) const {
  visit_dtype(x.dtype(), [&](auto type) {
    using Element = decltype(type);
    write_lines(static_cast<Element*>(x.raw()), Places(x, axis, indices),
                static_cast<const Element*>(values.raw()));
  });
}

void Indexing::one_hot(const Tensor& x, Tensor& out) const {
  const std::int64_t classes = out.dim(-1);
  const auto* number = static_cast<const std::int64_t*>(x.raw());
  visit_dtype(out.dtype(), [&](auto type) {
    using Element = decltype(type);
    auto* row = static_cast<Element*>(out.raw());
    for (std::int64_t i = 0; i < x.size(); ++i, row += classes) {
      if (number[i] >= 0 && number[i] < classes) row[number[i]] = cast_value<Element>(1);
    }
  });
}

}  // namespace beras::backend::reference
