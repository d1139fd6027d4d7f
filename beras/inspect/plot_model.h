// Pictures of models.
#pragma once

#include <string>

#include <beras/base/export.h>
#include <beras/models/model.h>

namespace beras {

/// What a picture of a model shows of each layer, besides its class.
struct PlotOptions {
  /// The shapes of what it takes and gives.
  bool show_shapes = false;
  bool show_dtype = false;
  bool show_layer_names = false;
  /// "TB", from top to bottom, or "LR", from left to right.
  std::string rankdir = "TB";
  /// The layers of the models within the model, rather than a box for each of these: Graphviz
  /// frames them, an SVG picture says in each box what it is within.
  bool expand_nested = false;
  bool show_layer_activations = false;
  /// Whether it is trained.
  bool show_trainable = false;
};

/// The model as text for Graphviz: `dot -Tpng`.
BERAS_API std::string model_to_dot(const Model& model, const PlotOptions& options = {});
/// The model as an SVG picture, drawn without Graphviz.
BERAS_API std::string model_to_svg(const Model& model, const PlotOptions& options = {});
/// Writes the one or the other, by the ending of the path: ".dot" or ".svg"; whole or not at all.
///
/// These draw the graph of a functional model and of a Sequential, and the layers of another one
/// side by side. ValueError for another ending or direction, FormatError where nothing can be
/// written.
BERAS_API void plot_model(const Model& model, const std::string& path,
                          const PlotOptions& options = {});

}  // namespace beras
