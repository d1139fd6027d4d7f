// Models of the calls between symbolic tensors.
#include <algorithm>
#include <typeinfo>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/operation.h>
#include <beras/core/scopes.h>
#include <beras/models/cut_graph_internal.h>
#include <beras/models/fit_input_internal.h>
#include <beras/models/functional_config_internal.h>
#include <beras/models/functional_internal.h>
#include <beras/models/model.h>
#include <beras/ops/cast.h>

namespace beras {
namespace {

bool fits(const Shape& expected, const Shape& shape) {
  const auto length_fits = [](std::int64_t a, std::int64_t b) { return a == b || a < 0 || b < 0; };
  return std::equal(expected.begin(), expected.end(), shape.begin(), shape.end(), length_fits);
}

/// True for a shape that fits once its last axis, of length 1, is taken away or added.
bool fits_but_last_axis(const Shape& expected, const Shape& shape) {
  if (shape.size() == expected.size() + 1 && shape.back() == 1)
    return fits(expected, Shape(shape.begin(), shape.end() - 1));
  return shape.size() + 1 == expected.size() && expected.back() == 1 &&
         fits(Shape(expected.begin(), expected.end() - 1), shape);
}

// Here, as every program that has a Model has this file: a static library gives it no other that
// nothing refers to.
[[maybe_unused]] const bool is_functional_known = (register_functional(), true);

Tensor only(const std::string& who, const char* what, const Tensors& tensors) {
  if (tensors.size() == 1) return tensors.front();
  throw ValueError(who, std::string("one ") + what, std::to_string(tensors.size()),
                   "graph() has all of them");
}

}  // namespace

Model::Functional::Functional(const Structure& given_inputs, const Structure& given_outputs)
    : inputs(given_inputs),
      outputs(given_outputs),
      graph(cut_graph(given_inputs.flatten(), given_outputs.flatten())) {
  inputs = inputs.pack_as(graph.inputs());
  outputs = outputs.pack_as(graph.outputs());
}

Arguments Model::Functional::arguments_for(const Model& model, const Structure& x) const {
  if (x.kind() != Structure::Kind::map) return x.flatten();
  if (inputs.kind() == Structure::Kind::map) {
    std::vector<Structure::Entry> entries;
    for (const std::string& name : inputs.names()) {
      if (!x.has(name))
        throw_unknown_name(model.title(), "input among what was given", name, x.names());
      entries.emplace_back(name, x[name]);
    }
    return Structure(std::move(entries)).flatten();
  }
  std::vector<std::string> names;
  Tensors tensors;
  for (std::size_t i = 0; i < x.size(); ++i) {
    names.push_back(x.names()[i]);
    tensors.push_back(x.items()[i].tensor());
  }
  return {std::move(tensors), std::move(names)};
}

Structure Model::Functional::outputs_as(const Tensors& tensors) const {
  const bool is_list_of_one = !outputs.is_tensor() && outputs.kind() != Structure::Kind::map &&
                              outputs.size() == 1 && outputs[0].is_tensor();
  return is_list_of_one ? Structure(tensors.at(0)) : outputs.pack_as(tensors);
}

Tensors Model::Functional::in_order(const Model& model, const Arguments& arguments) const {
  const Tensors& expected = graph.inputs();
  const auto names = [&] {
    std::string all;
    for (const Tensor& input : expected) all += (all.empty() ? "\"" : ", \"") + input.name() + '"';
    return all;
  };
  const bool are_named =
      !arguments.names().empty() && (arguments.size() > 1 || arguments.names()[0] != "x");
  if (!are_named) {
    if (arguments.size() == expected.size()) return arguments.inputs();
    throw ValueError(model.title(), std::to_string(expected.size()) + " inputs: " + names(),
                     std::to_string(arguments.size()));
  }
  Tensors ordered;
  for (const Tensor& input : expected) {
    if (!arguments.has(input.name())) {
      throw ValueError(model.title(), "inputs of the names " + names(),
                       "none called \"" + input.name() + '"');
    }
    ordered.push_back(arguments[input.name()]);
  }
  return ordered;
}

void Model::Functional::check_shapes(const Model& model, const Tensors& given) const {
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Tensor& expected = graph.inputs()[i];
    if (!given[i].defined()) {
      throw ValueError(model.title(), "a tensor for input \"" + expected.name() + '"', "none");
    }
    const Shape& shape = given[i].shape();
    if (fits(expected.shape(), shape) || fits_but_last_axis(expected.shape(), shape)) continue;
    throw ShapeError(model.title(),
                     "input \"" + expected.name() + "\" of shape " + to_string(expected.shape()),
                     "shape " + to_string(shape), "-1 stands for any length");
  }
}

Tensors Model::Functional::fitted(Tensors given) const {
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Tensor& expected = graph.inputs()[i];
    const bool keeps_dtype = is_exact() && is_floating(given[i].dtype());
    const Tensor mask = given[i].mask();
    given[i] = with_rank_of(expected.shape(), given[i]);
    if (keeps_dtype || given[i].dtype() == expected.dtype()) continue;
    given[i] = ops::cast(given[i], expected.dtype());
    given[i].mask(mask);
  }
  return given;
}

Model::Model(const Structure& inputs, const Structure& outputs, layers::LayerOptions options)
    : Model(std::move(options)) {
  functional_ = std::make_shared<const Functional>(inputs, outputs);
  for (const auto& owner : functional_->graph.owners()) {
    // The graph shows its parts for reading alone; a model trains them.
    if (!cast_if<Operation>(*owner)) add_child(std::const_pointer_cast<Diffable>(owner));
  }
  build(functional_->graph.inputs().front().shape());
}

std::vector<std::string> Model::output_names() const {
  std::vector<std::string> names;
  if (!functional_) return names;
  for (const Tensor& output : functional_->graph.outputs())
    names.push_back(output.symbol()->call->owner->graph_name());
  return names;
}

const Graph* Model::graph() const { return functional_ ? &functional_->graph : nullptr; }

Structure Model::graph_inputs() const {
  return functional_ ? functional_->inputs : Structure(input());
}

Structure Model::graph_outputs() const {
  return functional_ ? functional_->outputs : Structure(output());
}

Tensor Model::input() const {
  const Graph* own = graph();
  return own ? only(title(), "input", own->inputs()) : Layer::input();
}

Tensor Model::output() const {
  const Graph* own = graph();
  return own ? only(title(), "output", own->outputs()) : Layer::output();
}

std::string Model::label() const {
  return functional_ && typeid(*this) == typeid(Model) ? "Functional" : Layer::label();
}

Config Model::get_build_config() const {
  return functional_ ? Config(Config::Map{{"input_shape", nullptr}}) : Layer::get_build_config();
}

std::shared_ptr<const Diffable> Model::graph_handle() const {
  if (typeid(*this) != typeid(Model)) return Layer::graph_handle();
  return kept_once([this]() -> std::shared_ptr<const Diffable> {
    if (auto own = handle()) return own;
    return std::make_shared<const Model>(*this);
  });
}

void Model::prepare(const Arguments& arguments) const {
  Layer::prepare(arguments);
  // A call that is made checks them itself; one that is noted is tried with other lengths.
  if (functional_ && any_symbolic(arguments.inputs()))
    functional_->check_shapes(*this, functional_->in_order(*this, arguments));
}

Tensors Model::forward(const Arguments& arguments) const {
  if (!functional_) return Layer::forward(arguments);
  Tensors inputs = functional_->in_order(*this, arguments);
  functional_->check_shapes(*this, inputs);
  return functional_->graph.run(functional_->fitted(std::move(inputs)));
}

}  // namespace beras
