#include "bindings/gradient_readings.h"

#include <beras/base/error.h>
#include <beras/ops/cast.h>
#include <beras/tensor/shape.h>

#include "bindings/casters.h"

namespace beras::python {
namespace {

Shape joined(Shape first, const Shape& second) {
  for (const std::int64_t length : second) first.push_back(length);
  return first;
}

Shape sample_of(const Shape& shape) {
  return shape.empty() ? shape : Shape(shape.begin() + 1, shape.end());
}

/// (in, out): from the last axis of the input to that of the output, or from sample to sample.
bool is_matrix(const Shape& matrix, const GradientRole& role) {
  const Shape &input = role.source.shape(), &output = role.output.shape();
  if (matrix.size() != 2) return false;
  if (!input.empty() && !output.empty() && input.back() == matrix[0] && output.back() == matrix[1])
    return true;
  return element_count(sample_of(input)) == matrix[0] &&
         element_count(sample_of(output)) == matrix[1];
}

/// (B, in, out): such a matrix for each sample.
bool is_matrix_per_sample(const Shape& matrices, const GradientRole& role) {
  return matrices.size() == 3 && role.source.size() == matrices[0] * matrices[1] &&
         role.output.size() == matrices[0] * matrices[2];
}

/// Values that times the upstream gradient, its samples along the weight's last axes, have the
/// weight's shape for each sample.
bool is_weight_factor(const Shape& values, const GradientRole& role) {
  const Shape &weight = role.source.shape(), &output = role.output.shape();
  if (output.empty() || output.size() > weight.size() + 1) return false;
  Shape aligned(weight.size() + 1, 1);
  aligned[0] = output[0];
  std::copy(output.begin() + 1, output.end(),
            aligned.end() - static_cast<std::ptrdiff_t>(output.size() - 1));
  if (values.size() > aligned.size()) return false;
  Shape product = aligned;
  for (std::size_t back = 1; back <= values.size(); ++back) {
    const std::int64_t length = values[values.size() - back];
    std::int64_t& common = product[product.size() - back];
    if (length != common && length != 1 && common != 1) return false;
    if (common == 1) common = length;
  }
  return Shape(product.begin() + 1, product.end()) == weight;
}

bool is_of_one_number(const Shape& shape, const GradientRole& role) {
  return role.output.size() == 1 && shape == role.source.shape();
}

[[noreturn]] void throw_no_reading(const Shape& shape, const GradientRole& role) {
  const std::string what = role.for_weights ? "weight " : "input ";
  const bool elementwise =
      shape == role.source.shape() && shape == role.output.shape() && !role.for_weights;
  const std::string instead = elementwise ? "Jacobian.elementwise(array)"
                              : role.for_weights
                                  ? "Jacobian.weight(array) or Jacobian.full(array)"
                                  : "Jacobian.elementwise, .shared, .per_sample or .full(array)";
  throw ValueError(
      role.who,
      "a local gradient from the output of shape " + to_string(role.output.shape()) + " to " +
          what + std::to_string(role.position) + " of shape " + to_string(role.source.shape()),
      "an array of shape " + to_string(shape), "Say what it is: return [" + instead + "]");
}

}  // namespace

bool is_jacobian_shape(const Shape& shape, const GradientRole& role) {
  if (is_of_one_number(shape, role)) return true;
  if (role.for_weights) return is_weight_factor(shape, role);
  return is_matrix(shape, role) || is_matrix_per_sample(shape, role);
}

bool is_product_shape(const Shape& shape, const GradientRole& role) {
  return shape == role.source.shape();
}

Jacobian read_jacobian(const Tensor& values, const GradientRole& role) {
  if (is_of_one_number(values.shape(), role))
    return Jacobian::full(values.reshape(joined(role.output.shape(), role.source.shape())));
  if (!is_jacobian_shape(values.shape(), role)) throw_no_reading(values.shape(), role);
  return role.for_weights ? Jacobian::weight(values) : Jacobian::from_array(values);
}

Tensor read_product(const Tensor& gradient, const GradientRole& role) {
  if (!is_product_shape(gradient.shape(), role)) {
    const std::string what = role.for_weights ? "weight " : "input ";
    throw ValueError(role.who,
                     "a gradient for " + what + std::to_string(role.position) + " of its shape " +
                         to_string(role.source.shape()),
                     "an array of shape " + to_string(gradient.shape()),
                     "Multiply what comes from above, J[0], with the local gradient, or return a "
                     "Jacobian from get_" +
                         std::string(role.for_weights ? "weight" : "input") + "_gradients");
  }
  return ops::cast(gradient, role.source.dtype());
}

nb::object read_list(nb::object result, bool (*shape_fits)(const Shape&, const GradientRole&),
                     const GradientRole& first) {
  if (!PyObject_HasAttrString(result.ptr(), "ndim")) return result;
  const std::optional<Tensor> array = tensor_from(result.ptr());
  const bool rows_fit = array && array->rank() > 0 && shape_fits(sample_of(array->shape()), first);
  return array && !rows_fit && shape_fits(array->shape(), first) ? nb::make_tuple(result) : result;
}

}  // namespace beras::python
