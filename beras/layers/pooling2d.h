// What the two poolings of images have in common.
#pragma once

#include <optional>
#include <string>

#include <beras/layers/layer.h>
#include <beras/layers/pair.h>

namespace beras::layers {

struct Pooling2DOptions {
  /// The pool size if left out.
  std::optional<Pair> strides = std::nullopt;
  /// "valid": windows stay inside the image; "same": ceil(length / stride) windows, of which those
  /// at the edges are smaller.
  std::string padding = "valid";
  std::string name = {};
  DType dtype = DType::float32;
};

/// x (batch, height, width, channels) gives (batch, height', width', channels): one value for each
/// window.
///
/// ValueError for sizes < 1; ShapeError for inputs that are not of rank 4 or are smaller than the
/// window.
class BERAS_API Pooling2D : public Layer {
 public:
  Shape compute_output_shape(const Shape& input_shape) const override;

 protected:
  Pooling2D(Pair pool_size, Pooling2DOptions options);
  void check_input_shape(const Shape& shape) const override { compute_output_shape(shape); }

  Pair pool_size_;
  Pair strides_;
  std::string padding_;
};

}  // namespace beras::layers
