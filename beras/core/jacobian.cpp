#include <beras/core/jacobian.h>

#include <utility>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

[[noreturn]] void throw_mismatch(Jacobian::Structure structure, const Tensor& values,
                                 const Tensor& upstream, const Shape& input_shape) {
  throw ShapeError(
      "Jacobian",
      "a Jacobian that takes the upstream gradient of shape " + to_string(upstream.shape()) +
          " to the input's shape " + to_string(input_shape),
      std::string(structure_name(structure)) + " of shape " + to_string(values.shape()));
}

Shape without_first(const Shape& shape) {
  return shape.empty() ? shape : Shape(shape.begin() + 1, shape.end());
}

/// u @ matrix^T on the last axis, or sample by sample where the matrix covers whole samples.
Tensor compose_shared(const Tensor& matrix, const Tensor& upstream, const Shape& input_shape) {
  if (matrix.rank() != 2) return {};
  const bool on_last_axis = upstream.rank() > 0 && upstream.dim(-1) == matrix.dim(1) &&
                            !input_shape.empty() && input_shape.back() == matrix.dim(0);
  if (on_last_axis) return upstream.matmul(matrix.transpose());
  const std::int64_t batch = input_shape.empty() ? 1 : input_shape[0];
  if (upstream.size() != batch * matrix.dim(1) ||
      element_count(input_shape) != batch * matrix.dim(0)) {
    return {};
  }
  return upstream.reshape({batch, matrix.dim(1)}).matmul(matrix.transpose()).reshape(input_shape);
}

/// matrices[b] @ u[b] for each sample b.
Tensor compose_per_sample(const Tensor& matrices, const Tensor& upstream,
                          const Shape& input_shape) {
  if (matrices.rank() != 3 || upstream.size() != matrices.dim(0) * matrices.dim(2) ||
      element_count(input_shape) != matrices.dim(0) * matrices.dim(1)) {
    return {};
  }
  return matrices.matmul(upstream.reshape({matrices.dim(0), matrices.dim(2), 1}))
      .reshape(input_shape);
}

/// The sum over b of values[b] * u[b], u[b] lying along the weight's last axes.
Tensor compose_weight(const Tensor& values, const Tensor& upstream, const Shape& weight_shape) {
  const Shape sample = without_first(upstream.shape());
  if (upstream.rank() == 0 || sample.size() > weight_shape.size()) return {};
  // Of a dense layer: the sum of outer products is one product of matrices.
  if (values.rank() == 3 && values.dim(2) == 1 && values.dim(0) == upstream.dim(0) &&
      upstream.rank() == 2 && weight_shape == Shape{values.dim(1), upstream.dim(1)}) {
    return values.reshape({values.dim(0), values.dim(1)}).transpose().matmul(upstream);
  }
  Shape aligned(weight_shape.size() + 1, 1);
  aligned[0] = upstream.dim(0);
  std::copy(sample.begin(), sample.end(),
            aligned.end() - static_cast<std::ptrdiff_t>(sample.size()));
  const Tensor summed = (values * upstream.reshape(aligned)).sum(0);
  return summed.shape() == weight_shape ? summed : Tensor();
}

Tensor compose_full(const Tensor& values, const Tensor& upstream, const Shape& input_shape) {
  const std::int64_t columns = element_count(input_shape);
  if (values.size() != upstream.size() * columns) return {};
  return upstream.reshape({1, upstream.size()})
      .matmul(values.reshape({upstream.size(), columns}))
      .reshape(input_shape);
}

}  // namespace

Jacobian::Jacobian(Structure structure, Tensor values)
    : structure_(structure), values_(std::move(values)) {}

Jacobian Jacobian::elementwise(Tensor derivative) {
  return {Structure::elementwise, std::move(derivative)};
}
Jacobian Jacobian::shared(Tensor matrix) { return {Structure::shared, std::move(matrix)}; }
Jacobian Jacobian::per_sample(Tensor matrices) {
  return {Structure::per_sample, std::move(matrices)};
}
Jacobian Jacobian::weight(Tensor values) { return {Structure::weight, std::move(values)}; }
Jacobian Jacobian::full(Tensor values) { return {Structure::full, std::move(values)}; }
Jacobian Jacobian::zero() { return {Structure::zero, Tensor()}; }
Jacobian Jacobian::from_array(Tensor values) {
  return values.rank() == 3 ? per_sample(std::move(values)) : shared(std::move(values));
}

Tensor Jacobian::compose(const Tensor& upstream, const Shape& input_shape) const {
  Tensor composed;
  switch (structure_) {
    case Structure::zero:
      return Tensor::zeros(input_shape, upstream.dtype(), device_of(upstream));
    case Structure::elementwise:
      if (upstream.shape() == input_shape) composed = values_ * upstream;
      break;
    case Structure::shared:
      composed = compose_shared(values_, upstream, input_shape);
      break;
    case Structure::per_sample:
      composed = compose_per_sample(values_, upstream, input_shape);
      break;
    case Structure::weight:
      composed = compose_weight(values_, upstream, input_shape);
      break;
    case Structure::full:
      composed = compose_full(values_, upstream, input_shape);
      break;
  }
  if (!composed.defined() || composed.shape() != input_shape) {
    throw_mismatch(structure_, values_, upstream, input_shape);
  }
  return composed;
}

Tensor Jacobian::dense(const Shape& output_shape, const Shape& input_shape) const {
  Shape shape = output_shape;
  for (std::int64_t length : input_shape) shape.push_back(length);
  const DType dtype = values_.defined() ? values_.dtype() : DType::float32;
  if (structure_ == Structure::zero) return Tensor::zeros(shape, dtype);
  if (structure_ == Structure::full) return values_.reshape(shape);
  const std::int64_t rows = element_count(output_shape);
  const Device device = device_of(values_);
  Tensor matrix = Tensor::empty({rows, element_count(input_shape)}, dtype, device);
  for (std::int64_t row = 0; row < rows; ++row) {
    Tensor basis = Tensor::zeros({rows}, dtype, device);
    basis[Index(row)].fill(1);
    const Tensor composed = compose(basis.reshape(output_shape), input_shape);
    const PauseRecording pause;
    matrix[Index(row)].assign(composed.reshape({matrix.dim(1)}));
  }
  return matrix.reshape(shape);
}

std::string_view structure_name(Jacobian::Structure structure) {
  switch (structure) {
    case Jacobian::Structure::elementwise:
      return "elementwise";
    case Jacobian::Structure::shared:
      return "shared";
    case Jacobian::Structure::per_sample:
      return "per_sample";
    case Jacobian::Structure::weight:
      return "weight";
    case Jacobian::Structure::full:
      return "full";
    case Jacobian::Structure::zero:
      break;
  }
  return "zero";
}

}  // namespace beras
