#include <beras/layers/input.h>

#include <memory>

namespace beras::layers {

Tensor Input(const Shape& shape, const InputOptions& options) {
  return input_of(std::make_shared<const InputLayer>(shape, options));
}

Tensor input_of(const std::shared_ptr<const InputLayer>& layer) {
  const TensorSpecs output = {{layer->batch_shape(), layer->dtype()}};
  return layer->note_call_by(Tensors(), {}, {}, output).front();
}

}  // namespace beras::layers
