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
  bool trainable = true;
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

  const ops::Sizes& pool_size() const { return pool_size_; }
  const Pooling2DOptions& options() const { return options_; }

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

template <typename Class, typename PoolSize>
constexpr auto pooling_arguments(const char* name, PoolSize pool_size) {
  using Options = Pooling2DOptions;
  return arguments<Class>(name, pool_size, FIELD(Options, strides), FIELD(Options, padding),
                          FIELD(Options, data_format), layer_fields<Options>())
      .in_config_as("pool_size", "padding", "strides", "data_format");
}

}  // namespace beras::layers
