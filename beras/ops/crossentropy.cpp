#include <beras/ops/crossentropy.h>

#include <limits>
#include <string>

#include <beras/backend/crossentropy.h>
#include <beras/base/epsilon.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/activation.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/indexing.h>
#include <beras/ops/labels_internal.h>
#include <beras/ops/reduce.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/softmax.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

Shape without_last(const Shape& shape) { return {shape.begin(), shape.end() - 1}; }

/// (..., 2): the two numbers a row that the kernels keep for the gradient.
Tensor empty_kept(const Tensor& logits, Device device) {
  Shape shape = logits.shape();
  shape.back() = 2;
  return Tensor::empty(shape, logits.dtype(), device);
}

backend::Kernels<backend::CrossentropyKernels> kernels(const Tensor& out) {
  return backend::crossentropy(out.device());
}

/// The base of cross-entropies of target and logits.
template <typename Self>
struct FusedCrossentropy : Primitive<Self> {
  std::vector<std::string> argument_names() const override { return {"target", "output"}; }
};

/// log(softmax(x)), where it is -infinity the lowest number: a target of 0 makes it 0.
Tensor finite_log_softmax(const Tensor& logits) {
  return maximum(log_softmax(logits), std::numeric_limits<float>::lowest());
}

/// target (...) of int64, negative where nothing counts; logits (..., C).
struct SparseCrossentropy : FusedCrossentropy<SparseCrossentropy> {
  Tensors forward(const Arguments& arguments) const override {
    const Tensor logits = arguments[1].contiguous();
    const Device device = device_of(arguments.inputs());
    Tensor kept = empty_kept(logits, device);
    Tensor loss = Tensor::empty(without_last(logits.shape()), logits.dtype(), device);
    kernels(loss)->sparse(arguments[0], logits, kept, loss);
    save(kept);
    return {loss};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor logits = inputs()[1].contiguous();
    Tensor dx = Tensor::empty(logits.shape(), logits.dtype(), device_of(inputs()[0], logits, J[0]));
    kernels(dx)->sparse_gradient(inputs()[0], logits, saved(0), J[0].contiguous(), dx);
    return {Tensor(), dx};
  }
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    const Tensor counts = arguments[0] >= 0;
    const Tensor label = expand_dims(where(counts, arguments[0], 0), -1);
    const Tensor chosen = squeeze(take_along_axis(log_softmax(arguments[1]), label, -1), -1);
    return Tensors{where(counts, -chosen, 0)};
  }
  std::string label() const override { return "sparse_categorical_crossentropy"; }
};

/// target (..., C), logits (..., C).
struct CategoricalCrossentropy : FusedCrossentropy<CategoricalCrossentropy> {
  Tensors forward(const Arguments& arguments) const override {
    const Tensor logits = arguments[1].contiguous();
    const Device device = device_of(arguments.inputs());
    Tensor kept = empty_kept(logits, device);
    Tensor loss = Tensor::empty(without_last(logits.shape()), logits.dtype(), device);
    kernels(loss)->categorical(arguments[0].contiguous(), logits, kept, loss);
    save(kept);
    return {loss};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor logits = inputs()[1].contiguous();
    Tensor dx = Tensor::empty(logits.shape(), logits.dtype(), device_of(inputs()[0], logits, J[0]));
    kernels(dx)->categorical_gradient(inputs()[0].contiguous(), logits, saved(0), J[0].contiguous(),
                                      dx);
    if (!wants_input(0)) return {Tensor(), dx};
    return {-finite_log_softmax(logits) * expand_dims(J[0], -1), dx};
  }
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    return Tensors{-sum(arguments[0] * finite_log_softmax(arguments[1]), -1)};
  }
  std::string label() const override { return "categorical_crossentropy"; }
};

/// target and logits of one shape.
struct BinaryCrossentropy : FusedCrossentropy<BinaryCrossentropy> {
  Tensors forward(const Arguments& arguments) const override {
    const Tensor logits = arguments[1].contiguous();
    Tensor loss = Tensor::empty(logits.shape(), logits.dtype(), device_of(arguments.inputs()));
    kernels(loss)->binary(arguments[0].contiguous(), logits, loss);
    return {loss};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor logits = inputs()[1].contiguous();
    Tensor dx = Tensor::empty(logits.shape(), logits.dtype(), device_of(inputs()[0], logits, J[0]));
    kernels(dx)->binary_gradient(inputs()[0].contiguous(), logits, J[0].contiguous(), dx);
    if (!wants_input(0)) return {Tensor(), dx};
    return {-logits * J[0], dx};
  }
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    const Tensor& logits = arguments[1];
    return Tensors{softplus(logits) - logits * arguments[0]};
  }
  std::string label() const override { return "binary_crossentropy"; }
};

void check_same_shape(const char* who, const Tensor& target, const Tensor& output) {
  if (target.shape() == output.shape()) return;
  throw ShapeError(who, "target and output of one shape",
                   to_string(target.shape()) + " and " + to_string(output.shape()));
}

/// The axis as a place; ShapeError without any axis or any class.
std::size_t class_axis(const char* who, const Tensor& output, std::int64_t axis) {
  if (output.rank() == 0) throw ShapeError(who, "an output of rank 1 or more", "()");
  const std::size_t place = resolve_axis(axis, output.rank(), who);
  if (output.shape()[place] == 0) {
    throw ShapeError(who, "at least one class", "output of shape " + to_string(output.shape()));
  }
  return place;
}

/// In the dtype to compute in, with the classes along the last axis.
Tensor classes_last(const Tensor& x, std::size_t place, DType dtype) {
  Tensor converted = cast(x, dtype);
  if (place + 1 == x.rank()) return converted;
  return moveaxis(converted, static_cast<std::int64_t>(place), -1);
}

Tensor clipped(const Tensor& probability) {
  const double smallest = epsilon();
  return clip(probability, smallest, 1 - smallest);
}

}  // namespace

Tensor categorical_crossentropy(const Tensor& target, const Tensor& output, bool from_logits,
                                std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(categorical_crossentropy, target, output, from_logits, axis);
  const char* who = "categorical_crossentropy";
  check_same_shape(who, target, output);
  const std::size_t place = class_axis(who, output, axis);
  const DType dtype = compute_dtype(output.dtype());
  const Tensor t = classes_last(target, place, dtype);
  const Tensor x = classes_last(output, place, dtype);
  const Tensor loss = from_logits ? CategoricalCrossentropy()(t, x)
                                  : -sum(t * log(clipped(x / sum(x, -1, true))), -1);
  return cast(loss, result_dtype(output.dtype()));
}

Tensor sparse_categorical_crossentropy(const Tensor& target, const Tensor& output, bool from_logits,
                                       std::int64_t axis,
                                       std::optional<std::int64_t> ignore_class) {
  BERAS_NOTE_SYMBOLIC(sparse_categorical_crossentropy, target, output, from_logits, axis,
                      ignore_class);
  const char* who = "sparse_categorical_crossentropy";
  const std::size_t place = class_axis(who, output, axis);
  const Tensor x = classes_last(output, place, compute_dtype(output.dtype()));
  const Tensor labels = class_labels(who, target, x.shape(), ignore_class);
  Tensor loss;
  if (from_logits) {
    loss = SparseCrossentropy()(labels, x);
  } else {
    const Tensor counts = labels >= 0;
    const Tensor label = expand_dims(where(counts, labels, 0), -1);
    const Tensor p = squeeze(take_along_axis(x, label, -1), -1) / sum(x, -1);
    loss = where(counts, -log(clipped(p)), 0);
  }
  return cast(loss, result_dtype(output.dtype()));
}

Tensor binary_crossentropy(const Tensor& target, const Tensor& output, bool from_logits) {
  BERAS_NOTE_SYMBOLIC(binary_crossentropy, target, output, from_logits);
  check_same_shape("binary_crossentropy", target, output);
  const DType dtype = compute_dtype(output.dtype());
  const Tensor t = cast(target, dtype), x = cast(output, dtype);
  if (from_logits) return cast(BinaryCrossentropy()(t, x), result_dtype(output.dtype()));
  const Tensor p = clipped(x);
  return cast(-(t * log(p) + (1 - t) * log(1 - p)), result_dtype(output.dtype()));
}

}  // namespace beras::ops
