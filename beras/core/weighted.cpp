#include <beras/core/weighted.h>

#include <algorithm>

namespace beras {
namespace {

Tensors with_trainable(const Tensors& weights, bool value) {
  Tensors selected;
  std::copy_if(weights.begin(), weights.end(), std::back_inserter(selected),
               [value](const Tensor& weight) { return weight.trainable() == value; });
  return selected;
}

}  // namespace

Tensors Weighted::trainable_variables() const { return with_trainable(weights(), true); }

Tensors Weighted::non_trainable_variables() const { return with_trainable(weights(), false); }

bool Weighted::trainable() const {
  const Tensors all = weights();
  return std::any_of(all.begin(), all.end(),
                     [](const Tensor& weight) { return weight.trainable(); });
}

void Weighted::trainable(bool value) {
  Tensors& frozen = frozen_weights();
  if (value) {
    for (Tensor& weight : frozen) weight.trainable(true);
    frozen.clear();
    return;
  }
  for (Tensor weight : trainable_variables()) {
    weight.trainable(false);
    frozen.push_back(weight);
  }
}

}  // namespace beras
