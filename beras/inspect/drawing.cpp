#include <fmt/format.h>

#include <algorithm>
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

std::string title_of(const Diffable& part, const PlotOptions& options) {
  return options.show_layer_names ? part.title() : part.label();
}

Box box_of(const Diffable& part, const Shapes& shapes, const PlotOptions& options) {
  Box box{title_of(part, options), {}};
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

/// Draws graphs, and those of the models in them where these are to be expanded.
class GraphDrawing {
 public:
  explicit GraphDrawing(const PlotOptions& options) : options_(options) {}

  Drawing drawing() && { return std::move(drawing_); }

  /// The boxes that arrows lead to and come from, one for each input and each output.
  struct Ends {
    std::vector<std::size_t> inputs;
    std::vector<std::size_t> outputs;
  };

  Ends add(const Graph& graph, const std::vector<std::size_t>& within = {}) {
    std::map<const Diffable*, Ends> ends;
    for (const auto& owner : graph.owners()) ends[owner.get()] = add(graph, *owner, within);
    const auto source = [&](const Tensor& tensor) {
      const auto& [call, position] = *tensor.symbol();
      return at(ends.at(call->owner.get()).outputs, position);
    };
    for (const auto& call : graph.calls()) {
      const std::vector<std::size_t>& inputs = ends.at(call->owner.get()).inputs;
      std::size_t position = 0;
      for (const Tensor& input : call->inputs()) {
        if (input.is_symbolic()) connect(source(input), at(inputs, position));
        ++position;
      }
    }
    Ends whole;
    for (const Tensor& input : graph.inputs()) whole.inputs.push_back(source(input));
    for (const Tensor& output : graph.outputs()) whole.outputs.push_back(source(output));
    return whole;
  }

 private:
  /// One box stands for all inputs and outputs.
  static std::size_t at(const std::vector<std::size_t>& ends, std::size_t position) {
    return ends[std::min(position, ends.size() - 1)];
  }

  Ends add(const Graph& graph, const Diffable& owner, const std::vector<std::size_t>& within) {
    const auto* model = options_.expand_nested ? cast_if<Model>(owner) : nullptr;
    if (const Graph* inner = model ? model->graph() : nullptr) {
      std::vector<std::size_t> deeper = within;
      deeper.push_back(drawing_.frames.size());
      drawing_.frames.push_back(title_of(owner, options_));
      return add(*inner, deeper);
    }
    drawing_.boxes.push_back(box_of(owner, shapes_in(graph, owner), options_));
    drawing_.boxes.back().within = within;
    const std::size_t place = drawing_.boxes.size() - 1;
    return {{place}, {place}};
  }

  void connect(std::size_t from, std::size_t to) {
    if (drawn_.insert({from, to}).second) drawing_.arrows.emplace_back(from, to);
  }

  const PlotOptions& options_;
  Drawing drawing_;
  std::set<std::pair<std::size_t, std::size_t>> drawn_;
};

}  // namespace

Drawing drawing_of(const Model& model, const PlotOptions& options) {
  if (options.rankdir != "TB" && options.rankdir != "LR")
    throw ValueError("plot_model", "rankdir \"TB\" or \"LR\"", '"' + options.rankdir + '"');
  if (const Graph* graph = model.graph()) {
    GraphDrawing whole(options);
    whole.add(*graph);
    return std::move(whole).drawing();
  }
  Drawing drawing;
  for (const auto& layer : model.layers()) {
    Shapes shapes{{}, {}, std::string(dtype_name(layer->compute_dtype()))};
    if (layer->built()) shapes = {{layer->input_shape()}, {layer->output_shape()}, shapes.dtype};
    drawing.boxes.push_back(box_of(*layer, shapes, options));
  }
  return drawing;
}

}  // namespace beras
