// The average of each channel of an image.
#pragma once

#include <string>

#include <beras/layers/layer.h>

namespace beras::layers {

struct GlobalAveragePooling2DOptions {
  /// "channels_last", or "channels_first" for images (batch, channels, height, width).
  std::string data_format = "channels_last";
  /// Keeps height and width as axes of length 1.
  bool keepdims = false;
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// x (batch, height, width, channels) gives (batch, channels). ShapeError for inputs that are not
/// of rank 4.
class BERAS_API GlobalAveragePooling2D : public Layer {
 public:
  explicit GlobalAveragePooling2D(GlobalAveragePooling2DOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const GlobalAveragePooling2DOptions& options() const { return options_; }

 protected:
  void check_input_shape(const Shape& shape) const override { compute_output_shape(shape); }

 private:
  GlobalAveragePooling2DOptions options_;
};

template <std::same_as<GlobalAveragePooling2D> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, GlobalAveragePooling2DOptions>;
  return arguments<Class>("GlobalAveragePooling2D", FIELD(Options, data_format),
                          FIELD(Options, keepdims), layer_fields<Options>())
      .also_known_as("GlobalAvgPool2D");
}

}  // namespace beras::layers
