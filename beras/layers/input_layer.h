// Where data enters a model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <beras/layers/layer.h>
#include <beras/tensor/any_dtype.h>

namespace beras::layers {

struct InputOptions {
  /// The only size of batches that is accepted, if given.
  std::optional<std::int64_t> batch_size = std::nullopt;
  AnyDType dtype = DType::float32;
  std::string name = {};
};

/// Says what shape a model's samples have, and gives its input on as it is.
///
/// `shape` is the shape of one sample, without the batch; -1 stands for any length. It is built
/// from the start. ShapeError for inputs of another shape.
class BERAS_API InputLayer : public Layer {
 public:
  explicit InputLayer(const Shape& shape, const InputOptions& options = {});

  Tensor call(const Tensor& x) const override { return x; }
  Shape compute_output_shape(const Shape& input_shape) const override;
  /// What it gives on is masked as what it was given.
  Tensor compute_mask(const Tensor&, const Tensor& mask) const override { return mask; }
  /// Null: it is built from the start.
  Config get_build_config() const override { return nullptr; }
  /// Keras's name of it: "InputLayer".
  std::string label() const override { return "InputLayer"; }

  /// The shape of batches: (-1 or the batch size, sample...).
  const Shape& batch_shape() const { return batch_shape_; }

 protected:
  void check_input_shape(const Shape& shape) const override;

 private:
  Shape batch_shape_;
};

}  // namespace beras::layers
