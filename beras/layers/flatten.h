// Makes one long vector of each sample.
#pragma once

#include <string>

#include <beras/layers/layer.h>

namespace beras::layers {

struct FlattenOptions {
  /// "channels_last", or "channels_first" for (batch, channels, ...), whose channels are moved to
  /// the end first.
  std::string data_format = "channels_last";
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// x (batch, a, b, ...) gives (batch, a b ...); x (batch,) gives (batch, 1). ShapeError for rank 0.
class BERAS_API Flatten : public Layer {
 public:
  explicit Flatten(FlattenOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const FlattenOptions& options() const { return options_; }

 protected:
  void check_input_shape(const Shape& shape) const override { compute_output_shape(shape); }

 private:
  FlattenOptions options_;
  bool channels_first_;
};

template <std::same_as<Flatten> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, FlattenOptions>;
  return arguments<Class>("Flatten", FIELD(Options, data_format), layer_fields<Options>());
}

}  // namespace beras::layers
