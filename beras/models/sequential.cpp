#include <beras/models/sequential.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include <beras/base/error.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/input_layer.h>
#include <beras/models/fit_input_internal.h>
#include <beras/models/sequential_config_internal.h>

namespace beras {
namespace {

/// `append` takes nothing else than layers.
layers::Layer& layer_of(Diffable& child) { return dynamic_cast<layers::Layer&>(child); }

// One for all models: their graphs are made once each.
std::mutex& graph_mutex() {
  static auto& mutex = *new std::mutex;
  return mutex;
}

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
  const auto* input = children().empty() ? cast_if<layers::InputLayer>(*layer) : nullptr;
  all_or_none([&] {
    add_child(layer);
    if (!shape) return;
    layer->build(*shape);
    layer->compute_output_shape(*shape);
  });
  if (input) build(input->batch_shape());
  const std::lock_guard lock(graph_mutex());
  graph_ = nullptr;
}

void Sequential::add(const Tensor& input) {
  const Diffable* owner = input.is_symbolic() ? input.symbol()->call->owner.get() : nullptr;
  if (!owner || !cast_if<layers::InputLayer>(*owner)) {
    throw ValueError(label(), "layers, and what Input gives in front of them", "another tensor",
                     "Model(inputs, outputs) makes a model of symbolic tensors");
  }
  // Whoever appends may change it, as what it has made itself.
  append(std::dynamic_pointer_cast<layers::Layer>(
      std::const_pointer_cast<Diffable>(input.symbol()->call->owner)));
}

void Sequential::pop() {
  if (children().empty()) throw ValueError("Sequential", "at least one layer to pop", "none");
  remove_last_child();
  const std::lock_guard lock(graph_mutex());
  graph_ = nullptr;
}

const Graph* Sequential::graph() const {
  if (!built()) return nullptr;
  {
    const std::lock_guard lock(graph_mutex());
    if (graph_) return graph_.get();
  }
  const auto begin = children().empty()
                         ? nullptr
                         : std::dynamic_pointer_cast<const layers::InputLayer>(children().front());
  const Shape& shape = input_shape();
  const Tensor x = begin ? layers::input_of(begin)
                         : layers::Input(Shape(shape.begin() + 1, shape.end()), {.dtype = dtype()});
  Tensor y = x;
  for (const auto& layer : children())
    if (layer != begin) y = (*layer)(y);
  // The calls may be a user's, who may make other models: they were made without the lock.
  auto made = std::make_shared<const Graph>(Tensors{x}, Tensors{y});
  const std::lock_guard lock(graph_mutex());
  if (!graph_) graph_ = std::move(made);
  return graph_.get();
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
