#include <beras/models/sequential.h>

#include <algorithm>
#include <optional>
#include <typeinfo>

#include <beras/base/error.h>
#include <beras/base/hold_seeds_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/input.h>
#include <beras/models/sequential_config_internal.h>
#include <beras/ops/shape.h>

namespace beras {
namespace {

/// The last axis is taken away or added where it has length 1 and the rank is off by it.
Tensor with_rank_of(const Shape& expected, const Tensor& x) {
  Tensor fitted = x;
  if (x.rank() == expected.size() + 1 && x.dim(-1) == 1) fitted = ops::squeeze(x, {-1});
  if (x.rank() + 1 == expected.size() && expected.back() == 1) fitted = ops::expand_dims(x, {-1});
  if (!fitted.same_as(x)) fitted.mask(x.mask());
  return fitted;
}

/// `append` takes nothing else than layers.
layers::Layer& layer_of(Diffable& child) { return dynamic_cast<layers::Layer&>(child); }

// Here, as every program that has a Sequential has this file: a static library gives it no other
// that nothing refers to.
[[maybe_unused]] const bool registered = (register_sequential(), true);

}  // namespace

Sequential::Sequential(const std::vector<std::shared_ptr<layers::Layer>>& layers) {
  for (const auto& layer : layers) append(layer);
}

void Sequential::append(std::shared_ptr<layers::Layer> layer) {
  if (!layer) throw ValueError("Sequential", "a layer to append", "a null pointer");
  for (const auto& other : layers()) {
    if (other->name() != layer->name() || other->same_as(*layer)) continue;
    throw ValueError(label(), "layers of unique names",
                     "another one named \"" + layer->name() + "\"");
  }
  check_has_type(*layer, "Sequential");
  const std::optional<Shape> shape = built() ? std::optional(output_shape()) : std::nullopt;
  const auto* input = children().empty() ? cast_if<layers::Input>(*layer) : nullptr;
  all_or_none([&] {
    add_child(layer);
    if (!shape) return;
    layer->build(*shape);
    layer->compute_output_shape(*shape);
  });
  if (input) build(input->batch_shape());
}

void Sequential::pop() {
  if (children().empty()) throw ValueError("Sequential", "at least one layer to pop", "none");
  remove_last_child();
}

Sequential Sequential::clone() const {
  const HoldSeeds hold;  // the weights that it is built with are written over
  Clones made;
  return clone(made);
}

Sequential Sequential::clone(Clones& made) const {
  Sequential copy(layers::LayerOptions{
      .name = name(), .dtype = dtype_policy(), .activity_regularizer = activity_regularizer()});
  for (const auto& layer : layers()) copy.append(clone_of(*layer, made));
  for (std::size_t i = 0; i < layers().size() && !frozen(); ++i)
    if (layers()[i]->frozen()) copy.layers()[i]->trainable(false);
  if (frozen()) copy.trainable(false);
  if (!built()) return copy;
  copy.build(input_shape());
  copy.set_weights(get_weights());
  Tensors copied = copy.weights();
  const Tensors all = weights();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!all[i].trainable()) copied[i].trainable(false);
  return copy;
}

std::shared_ptr<layers::Layer> Sequential::clone_of(const layers::Layer& layer, Clones& made) {
  for (const auto& [original, clone] : made)
    if (original->same_as(layer)) return clone;
  std::shared_ptr<layers::Layer> clone;
  if (typeid(layer) == typeid(Sequential)) {
    auto row = std::make_shared<Sequential>(static_cast<const Sequential&>(layer).clone(made));
    row->of_class<Sequential>();
    clone = std::move(row);
  } else {
    clone = layer.independent();
  }
  made.emplace_back(&layer, clone);
  return clone;
}

Tensor Sequential::call(const Tensor& x) const {
  Tensor y = built() ? with_rank_of(input_shape(), x) : x;
  for (const auto& layer : children()) y = (*layer)(y);
  return y;
}

std::vector<std::string> Sequential::output_names() const {
  const auto all = layers();
  return all.empty() ? std::vector<std::string>() : std::vector{all.back()->name()};
}

Shape Sequential::compute_output_shape(const Shape& input_shape) const {
  Shape shape = input_shape;
  for (const auto& child : children()) shape = layer_of(*child).compute_output_shape(shape);
  return shape;
}

void Sequential::create_weights(const Shape& input_shape) {
  Shape shape = input_shape;
  for (const auto& child : children()) {
    layer_of(*child).build(shape);
    shape = layer_of(*child).compute_output_shape(shape);
  }
}

}  // namespace beras
