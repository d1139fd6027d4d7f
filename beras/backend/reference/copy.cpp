#include <beras/backend/reference/copy.h>

#include <beras/tensor/cast.h>

namespace beras::backend::reference {
namespace {

template <typename From, typename To>
void copy_in_order(const From* from, const Strides& from_strides, To* to, const Strides& to_strides,
                   const Shape& shape, std::size_t axis) {
  if (axis == shape.size()) {
    *to = cast_value<To>(*from);
    return;
  }
  for (std::int64_t i = 0; i < shape[axis]; ++i) {
    copy_in_order(from + i * from_strides[axis], from_strides, to + i * to_strides[axis],
                  to_strides, shape, axis + 1);
  }
}

}  // namespace

void Copy::copy(const Tensor& from, const Strides& from_strides, const Tensor& to) const {
  visit_dtype(from.dtype(), [&](auto source) {
    visit_dtype(to.dtype(), [&](auto target) {
      copy_in_order(static_cast<const decltype(source)*>(from.raw()), from_strides,
                    static_cast<decltype(target)*>(to.raw()), to.strides(), to.shape(), 0);
    });
  });
}

}  // namespace beras::backend::reference
