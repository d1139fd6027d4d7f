// The table of a model's layers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include <beras/base/error.h>
#include <beras/base/text_table_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/diffable.h>
#include <beras/models/functional_config_internal.h>
#include <beras/models/shape_text_internal.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

constexpr double longest_line = 10000;

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
std::string connections(const Graph& graph, const Diffable& owner, const char* between) {
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
  return all.empty() ? "-" : fmt::format("{}", fmt::join(all, between));
}

/// The parts of a model, each in a row.
class SummaryTable {
 public:
  SummaryTable(const Model& model, const Graph* graph, const SummaryOptions& options)
      : graph_(graph),
        options_(options),
        with_connections_(graph && !is_row(*graph)),
        is_fixed_(options.line_length || !options.positions.empty()),
        parts_(parts_of(model, graph)) {}

  std::string text() const {
    TextTable table(columns());
    const auto [begin, end] = range();
    for (std::size_t i = begin; i < end; ++i) add(table, *parts_[i], 0);
    return table.text();
  }

 private:
  static std::vector<std::shared_ptr<const Diffable>> parts_of(const Model& model,
                                                               const Graph* graph) {
    if (graph) return graph->owners();
    const auto layers = model.layers();
    return {layers.begin(), layers.end()};
  }

  std::vector<TextTable::Column> columns() const {
    using enum TextTable::Align;
    std::vector<TextTable::Column> columns = {
        {"Layer (type)", left, 31}, {"Output Shape", left, 22}, {"Param #", right, 13}};
    if (with_connections_) columns.push_back({"Connected to", left, 20});
    if (options_.show_trainable) columns.push_back({"Trainable", center});
    if (is_fixed_) set_widths(columns);
    return columns;
  }

  /// What Keras's tables have: the parts of the line that the positions say, less their share of
  /// the spaces and lines around the columns.
  void set_widths(std::vector<TextTable::Column>& columns) const {
    const std::vector<double> ends = column_ends(columns.size());
    std::size_t before = 0, surplus = 3 * columns.size() + 1, columns_left = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i, --columns_left) {
      const auto share = static_cast<std::size_t>(
          std::nearbyint(static_cast<double>(surplus) / static_cast<double>(columns_left)));
      const std::size_t least = before + std::max<std::size_t>(share + 1, 4);
      if (!(ends[i] >= static_cast<double>(least) && ends[i] <= longest_line))
        throw ValueError("summary",
                         fmt::format("columns that end one after the other within {} characters, "
                                     "with room for what is in them",
                                     longest_line),
                         fmt::format("ends at {}", fmt::join(ends, ", ")));
      const auto end = static_cast<std::size_t>(ends[i]);
      columns[i].width = end - before - share;
      before = end;
      surplus -= share;
    }
  }

  /// Where the columns end, in characters.
  std::vector<double> column_ends(std::size_t count) const {
    const bool with_trainable = options_.show_trainable;
    const std::size_t usual = (with_connections_ ? 108U : 88U) + (with_trainable ? 12U : 0U);
    const auto length = static_cast<double>(options_.line_length.value_or(usual));
    std::vector<double> ends = options_.positions;
    if (ends.empty())
      ends = with_connections_ ? std::vector{0.3, 0.56, 0.74, 1.0} : std::vector{0.45, 0.8, 1.0};
    if (ends.size() + (with_trainable ? 1 : 0) != count)
      throw ValueError("summary", fmt::format("{} positions", count - (with_trainable ? 1 : 0)),
                       std::to_string(ends.size()));
    const bool are_parts = ends.back() <= 1;
    for (double& end : ends) end = end * (with_trainable ? 0.9 : 1) * (are_parts ? length : 1);
    if (with_trainable) ends.push_back(length);
    return ends;
  }

  /// The parts that `layer_range` names.
  std::pair<std::size_t, std::size_t> range() const {
    if (!options_.layer_range) return {0, parts_.size()};
    const auto& [first, last] = *options_.layer_range;
    const auto [first_of_first, last_of_first] = matching(first);
    const auto [first_of_last, last_of_last] = matching(last);
    if (first_of_first > last_of_last) return {first_of_last, last_of_first + 1};
    return {first_of_first, last_of_last + 1};
  }

  /// The first and the last part whose name begins like that.
  std::pair<std::size_t, std::size_t> matching(const std::string& pattern) const {
    std::optional<std::pair<std::size_t, std::size_t>> found;
    try {
      const std::regex expression(pattern);
      for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!std::regex_search(parts_[i]->graph_name(), expression,
                               std::regex_constants::match_continuous))
          continue;
        found = {found ? found->first : i, i};
      }
    } catch (const std::regex_error&) {
      throw ValueError("summary", "layer_range: names or regular expressions", pattern);
    }
    if (!found) throw ValueError("summary", "layer_range: names of layers", pattern);
    return *found;
  }

  void add(TextTable& table, const Diffable& part, std::size_t depth) const {
    const auto* layer = cast_if<layers::Layer>(part);
    const std::string before = depth == 0 ? "" : std::string(3 * depth, ' ') + "└ ";
    std::vector<std::string> cells = {before + part.title(), shapes_of(part),
                                      layer ? params_text(*layer) : "0"};
    if (with_connections_) cells.push_back(connections(*graph_, part, is_fixed_ ? ", " : ",\n"));
    if (options_.show_trainable)
      cells.push_back(part.weights().empty() ? "-" : part.frozen() ? "N" : "Y");
    table.add(std::move(cells));
    const auto* model = cast_if<Model>(part);
    if (!options_.expand_nested || !model) return;
    for (const auto& inner : model->layers()) add(table, *inner, depth + 1);
  }

  /// What it gives: in the graph, where it is in it, else by its own graph or for its own inputs.
  std::string shapes_of(const Diffable& part) const {
    Tensors outputs;
    if (graph_) {
      for (const auto& call : graph_->calls())
        if (call->owner.get() == &part) outputs = call->outputs;
    }
    if (!outputs.empty()) return shapes_text(outputs);
    const auto& layer = dynamic_cast<const layers::Layer&>(part);
    if (!layer.built()) return "?";
    if (const Model* model = functional_in(part)) return shapes_text(model->graph()->outputs());
    return shape_text(layer.output_shape());
  }

  const Graph* graph_;
  const SummaryOptions& options_;
  bool with_connections_;
  bool is_fixed_;
  std::vector<std::shared_ptr<const Diffable>> parts_;
};

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

std::string Model::summary(const SummaryOptions& options) const {
  if (!built())
    throw ValueError(
        label(), "is not built yet: call it on data, build(input_shape), or begin with an Input.");
  std::string text = fmt::format("Model: \"{}\"\n", name());
  text += SummaryTable(*this, functional_ ? graph() : nullptr, options).text();
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
