// What makes a model functional, shared by its copies. Private to models.
#pragma once

#include <string>
#include <vector>

#include <beras/core/graph.h>
#include <beras/core/structure.h>
#include <beras/models/model.h>

namespace beras {

struct Model::Functional {
  Functional(const Structure& given_inputs, const Structure& given_outputs);

  // What follows throws in the name of `model`.
  /// Inputs in the structure that the model was made of, or in a map by their names. ValueError
  /// where one is missing.
  Arguments arguments_for(const Model& model, const Structure& x) const;
  /// Outputs in the structure that the model was made of; of a list of one, that one.
  Structure outputs_as(const Tensors& tensors) const;
  /// The tensors in the order of the graph's inputs. ValueError for another number of them, and for
  /// names that are not those of the inputs.
  Tensors in_order(const Model& model, const Arguments& arguments) const;
  /// ShapeError, naming the input, where a shape does not fit.
  void check_shapes(const Model& model, const Tensors& inputs) const;
  /// The inputs with the ranks and dtypes of the symbolic ones.
  Tensors fitted(Tensors inputs) const;

  Structure inputs;
  Structure outputs;
  Graph graph;
};

}  // namespace beras
