// Forgets some of its input at random while training, so that a network relies on no single
// feature.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <beras/base/random.h>
#include <beras/layers/layer.h>

namespace beras::layers {

struct DropoutOptions {
  /// What is dropped together: axes of length 1 share one draw along that axis of the input. -1
  /// stands for the input's length.
  std::optional<Shape> noise_shape = std::nullopt;
  /// The same seed drops the same elements in the same order of calls; without one, it is drawn
  /// from the global generator when the layer is made.
  std::optional<std::uint64_t> seed = std::nullopt;
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// Its generator's state is among its `variables`, where the rate is not 0. In training each
/// element is 0 with probability `rate`, else x / (1 - rate), so that its mean stays; else y = x.
///
/// ValueError for a rate outside [0, 1], and for a noise_shape with lengths below 1. Source:
/// Srivastava et al., 2014.
class BERAS_API Dropout : public Layer {
 public:
  explicit Dropout(double rate, DropoutOptions options = {});

  Tensors forward(const Arguments& arguments) const override;
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  double rate() const { return rate_; }
  const DropoutOptions& options() const { return options_; }

 protected:
  void become_independent() override;

 private:
  double rate_;
  DropoutOptions options_;
  std::shared_ptr<SeedGenerator> seeds_;  // shared by copies; none where nothing is dropped
};

template <std::same_as<Dropout> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, DropoutOptions>;
  return arguments<Class>("Dropout", required<&Class::rate>("rate"), FIELD(Options, noise_shape),
                          FIELD(Options, seed), layer_fields<Options>())
      .in_config_as("rate", "seed", "noise_shape");
}

}  // namespace beras::layers
