// The table of a model's layers.
#include <fmt/format.h>

#include <beras/base/error.h>
#include <beras/base/text_table_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/diffable.h>
#include <beras/models/model.h>
#include <beras/models/shape_text_internal.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

/// The shapes of all outputs of a call.
std::string shapes_text(const Tensors& outputs) {
  if (outputs.size() == 1) return shape_text(outputs[0].shape());
  std::vector<std::string> shapes;
  for (const Tensor& output : outputs) shapes.push_back(shape_text(output.shape()));
  return fmt::format("[{}]", fmt::join(shapes, ",\n "));
}

std::string params_text(const layers::Layer& layer) {
  return layer.built() ? with_commas(layer.count_params()) : "0 (unbuilt)";
}

/// True if each call takes what the one before it gives, and nobody is called twice.
bool is_row(const Graph& graph) {
  const SymbolicCall* before = nullptr;
  for (const auto& call : graph.calls()) {
    std::size_t count = 0;
    for (const Tensor& input : call->inputs()) {
      if (!input.is_symbolic()) continue;
      if (input.symbol()->call.get() != before) return false;
      ++count;
    }
    if (count != (before ? 1 : 0)) return false;
    before = call.get();
  }
  return graph.owners().size() == graph.calls().size();
}

/// Which of its owner's calls in the graph a call is.
std::size_t call_number(const Graph& graph, const SymbolicCall& call) {
  std::size_t number = 0;
  for (const auto& other : graph.calls()) {
    if (other.get() == &call) break;
    if (other->owner == call.owner) ++number;
  }
  return number;
}

/// What an owner's calls are given: "dense[0][0]" is the first output of dense's first call.
std::string connections(const Graph& graph, const Diffable& owner) {
  std::vector<std::string> all;
  for (const auto& call : graph.calls()) {
    if (call->owner.get() != &owner) continue;
    for (const Tensor& input : call->inputs()) {
      if (!input.is_symbolic()) continue;
      const auto& [from, position] = *input.symbol();
      all.push_back(fmt::format("{}[{}][{}]", from->owner->graph_name(), call_number(graph, *from),
                                position));
    }
  }
  return all.empty() ? "-" : fmt::format("{}", fmt::join(all, ",\n"));
}

std::string table_of(const std::vector<std::shared_ptr<layers::Layer>>& layers) {
  TextTable table(
      {{"Layer (type)", false, 31}, {"Output Shape", false, 22}, {"Param #", true, 13}});
  for (const auto& layer : layers) {
    const std::string shape = layer->built() ? shape_text(layer->output_shape()) : "?";
    table.add({layer->title(), shape, params_text(*layer)});
  }
  return table.text();
}

std::string table_of(const Graph& graph) {
  const bool with_connections = !is_row(graph);
  std::vector<TextTable::Column> columns = {
      {"Layer (type)", false, 31}, {"Output Shape", false, 22}, {"Param #", true, 13}};
  if (with_connections) columns.push_back({"Connected to", false, 20});
  TextTable table(std::move(columns));
  for (const auto& owner : graph.owners()) {
    Tensors outputs;
    for (const auto& call : graph.calls())
      if (call->owner == owner) outputs = call->outputs;
    const auto* layer = cast_if<layers::Layer>(*owner);
    std::vector<std::string> cells = {owner->title(), shapes_text(outputs),
                                      layer ? params_text(*layer) : "0"};
    if (with_connections) cells.push_back(connections(graph, *owner));
    table.add(std::move(cells));
  }
  return table.text();
}

std::string total_line(const std::string& what, const Tensors& weights) {
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  for (const Tensor& weight : weights) {
    count += weight.size();
    bytes += weight.size() * item_size(weight.dtype());
  }
  return fmt::format(" {} params: {} ({})\n", what, with_commas(count),
                     memory_text(static_cast<double>(bytes)));
}

}  // namespace

std::string Model::summary() const {
  if (!built())
    throw ValueError(
        label(), "is not built yet: call it on data, build(input_shape), or begin with an Input.");
  std::string text = fmt::format("Model: \"{}\"\n", name());
  text += functional_ ? table_of(*graph()) : table_of(layers());
  const bool has_state = compiled() && optimizer().built();
  const Tensors optimizer_weights = has_state ? optimizer().variables() : Tensors();
  Tensors all = weights();
  all.insert(all.end(), optimizer_weights.begin(), optimizer_weights.end());
  text += total_line("Total", all) + total_line("Trainable", trainable_variables()) +
          total_line("Non-trainable", non_trainable_variables());
  if (has_state) text += total_line("Optimizer", optimizer_weights);
  return text;
}

}  // namespace beras
