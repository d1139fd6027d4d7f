// What the two poolings of images have in common.
#pragma once

#include <optional>
#include <string>

#include <beras/layers/layer.h>
#include <beras/ops/pool.h>
#include <beras/ops/window.h>

namespace beras::layers {

struct Pooling2DOptions {
  /// The pool size if left out.
  std::optional<ops::Sizes> strides = std::nullopt;
  /// "valid": windows stay inside the image; "same": ceil(length / stride) windows, of which those
  /// at the edges are smaller.
  std::string padding = "valid";
  /// "channels_last", or "channels_first" for (batch, channels, height, width) in and out.
  std::string data_format = "channels_last";
  std::string name = {};
  DTypePolicy dtype = {};
};

/// x (batch, height, width, channels) gives (batch, height', width', channels): one value for each
/// window.
///
/// ValueError for sizes < 1; ShapeError for inputs that are not of rank 4 or are smaller than the
/// window.
class BERAS_API Pooling2D : public Layer {
 public:
  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

 protected:
  using Pool = Tensor (*)(const Tensor& x, const ops::Sizes& pool_size,
                          const ops::PoolOptions& options);

  /// `who` is the subclass's name, for errors.
  Pooling2D(const char* who, Pool pool, const ops::Sizes& pool_size, Pooling2DOptions options);
  void check_input_shape(const Shape& shape) const override { compute_output_shape(shape); }

 private:
  const char* who_;
  Pool pool_;
  ops::Sizes pool_size_;
  Pooling2DOptions options_;
};

}  // namespace beras::layers
