// What the arrays mean that gradient functions of Python classes return, by the seed's conventions.
#pragma once

#include <nanobind/nanobind.h>

#include <string>

#include <beras/core/jacobian.h>
#include <beras/tensor/tensor.h>

namespace beras::python {

/// One gradient: of an output with respect to an input or weight of a class of that name.
struct GradientRole {
  std::string who;
  bool for_weights = false;
  std::size_t position = 0;
  const Tensor& source;
  const Tensor& output;
};

/// A plain array as the local gradient that the seed takes it for: of a single number the
/// derivatives themselves, else a matrix (in, out) for all samples or one for each; for weights
/// values that multiply what comes from above. ValueError that names a `Jacobian` to write instead
/// where it is none of them.
Jacobian read_jacobian(const Tensor& values, const GradientRole& role);

/// A gradient of the source, in its dtype. ValueError where it has another shape.
Tensor read_product(const Tensor& gradient, const GradientRole& role);

/// What a function gave for several sources, the first ones if there are fewer: a list, an array
/// whose rows are the list, or the gradient of the first source alone. `shape_fits` says whether an
/// array's shape is one for the first source.
nanobind::object read_list(nanobind::object result,
                           bool (*shape_fits)(const Shape&, const GradientRole&),
                           const GradientRole& first);

/// True where the seed has a reading for an array of that shape.
bool is_jacobian_shape(const Shape& shape, const GradientRole& role);
bool is_product_shape(const Shape& shape, const GradientRole& role);

}  // namespace beras::python
