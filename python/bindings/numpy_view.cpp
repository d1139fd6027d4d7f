#include "bindings/numpy_view.h"

#include <beras/core/scopes.h>
#include <beras/core/window_internal.h>

#include "bindings/no_gradient.h"

namespace beras::python {

Tensor view_of(const Tensor& whole, const Shape& shape, const Strides& strides,
               std::int64_t offset) {
  const Place place{shape, strides, offset};
  const bool is_followed = whole.flows() || whole.frozen_flows();
  if (is_recording() && is_followed && is_floating(whole.dtype()) && whole.is_contiguous() &&
      are_apart(place))
    return Window(place)(whole);
  Tensor view = whole.as_strided(shape, strides, offset);
  view.trainable(whole.trainable());
  if (!is_recording() || !is_followed || !is_floating(whole.dtype())) return view;
  return without_gradient("a view made by NumPy", {whole}, {view})[0];
}

}  // namespace beras::python
