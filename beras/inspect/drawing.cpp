#include <fmt/format.h>

#include <map>
#include <set>

#include <beras/base/error.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/graph.h>
#include <beras/inspect/drawing_internal.h>
#include <beras/models/shape_text_internal.h>

namespace beras {
namespace {

std::string shapes_of(const std::vector<Shape>& shapes) {
  std::string text;
  for (const Shape& shape : shapes) text += (text.empty() ? "" : ", ") + shape_text(shape);
  return text;
}

/// What a class calls its activation; empty where it has none.
std::string activation_of(const layers::Layer& layer) {
  try {
    const Config config = layer.get_config();
    const Config* activation = config.find("activation");
    if (!activation) return "";
    if (const auto* name = activation->get_if<std::string>()) return *name;
    const Config* class_name = activation->find("class_name");
    return class_name ? *class_name->get_if<std::string>() : "";
  } catch (const Error&) {
    return "";  // a class of one's own, which has no configuration
  }
}

struct Shapes {
  std::vector<Shape> taken;
  std::vector<Shape> given;
  std::string dtype;
};

Box box_of(const Diffable& part, const Shapes& shapes, const PlotOptions& options) {
  Box box{options.show_layer_names ? part.title() : part.label(), {}};
  const auto* layer = cast_if<layers::Layer>(part);
  if (options.show_layer_activations && layer) {
    if (const std::string name = activation_of(*layer); !name.empty())
      box.details.push_back("Activation: " + name);
  }
  if (options.show_dtype) box.details.push_back("Output dtype: " + shapes.dtype);
  if (options.show_shapes) {
    if (!shapes.taken.empty()) box.details.push_back("Input shape: " + shapes_of(shapes.taken));
    box.details.push_back("Output shape: " + shapes_of(shapes.given));
  }
  if (options.show_trainable && !part.weights().empty())
    box.details.push_back(part.trainable() ? "Trainable" : "Not trainable");
  return box;
}

/// What the last of its calls takes and gives.
Shapes shapes_in(const Graph& graph, const Diffable& owner) {
  Shapes shapes;
  for (const auto& call : graph.calls()) {
    if (call->owner.get() != &owner) continue;
    shapes = {};
    for (const Tensor& input : call->inputs())
      if (input.is_symbolic()) shapes.taken.push_back(input.shape());
    for (const Tensor& output : call->outputs) shapes.given.push_back(output.shape());
    shapes.dtype = dtype_name(call->outputs.front().dtype());
  }
  return shapes;
}

Drawing drawing_of_graph(const Graph& graph, const PlotOptions& options) {
  Drawing drawing;
  std::map<const Diffable*, std::size_t> place;
  for (const auto& owner : graph.owners()) {
    place[owner.get()] = drawing.boxes.size();
    drawing.boxes.push_back(box_of(*owner, shapes_in(graph, *owner), options));
  }
  std::set<std::pair<std::size_t, std::size_t>> drawn;
  for (const auto& call : graph.calls()) {
    for (const Tensor& input : call->inputs()) {
      if (!input.is_symbolic()) continue;
      const std::pair arrow(place.at(input.symbol()->call->owner.get()),
                            place.at(call->owner.get()));
      if (drawn.insert(arrow).second) drawing.arrows.push_back(arrow);
    }
  }
  return drawing;
}

}  // namespace

Drawing drawing_of(const Model& model, const PlotOptions& options) {
  if (options.rankdir != "TB" && options.rankdir != "LR")
    throw ValueError("plot_model", "rankdir \"TB\" or \"LR\"", '"' + options.rankdir + '"');
  if (const Graph* graph = model.graph()) return drawing_of_graph(*graph, options);
  Drawing drawing;
  for (const auto& layer : model.layers()) {
    Shapes shapes{{}, {}, std::string(dtype_name(layer->compute_dtype()))};
    if (layer->built()) shapes = {{layer->input_shape()}, {layer->output_shape()}, shapes.dtype};
    drawing.boxes.push_back(box_of(*layer, shapes, options));
  }
  return drawing;
}

}  // namespace beras
