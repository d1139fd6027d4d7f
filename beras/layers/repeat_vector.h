// Makes a sequence of one vector.
#pragma once

#include <cstdint>
#include <string>

#include <beras/layers/layer.h>

namespace beras::layers {

struct RepeatVectorOptions {
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// x (batch, features) gives (batch, n, features): each vector n times.
///
/// ValueError for n < 1; ShapeError for inputs of another rank than 2.
class BERAS_API RepeatVector : public Layer {
 public:
  explicit RepeatVector(std::int64_t n, RepeatVectorOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const RepeatVectorOptions& options() const { return options_; }
  std::int64_t n() const { return n_; }

 protected:
  void check_input_shape(const Shape& shape) const override;

 private:
  std::int64_t n_;
  RepeatVectorOptions options_;
};

template <std::same_as<RepeatVector> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("RepeatVector", required<&Class::n>("n"),
                          layer_fields<Of<Class, RepeatVectorOptions>>());
}

}  // namespace beras::layers
