// The table of a model's layers.
#include <fmt/format.h>

#include <beras/base/error.h>
#include <beras/base/text_table_internal.h>
#include <beras/models/model.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

std::string shape_text(const Shape& shape) {
  std::vector<std::string> lengths;
  for (const std::int64_t length : shape)
    lengths.push_back(length < 0 ? "None" : std::to_string(length));
  return fmt::format("({}{})", fmt::join(lengths, ", "), shape.size() == 1 ? "," : "");
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
  TextTable table(
      {{"Layer (type)", false, 31}, {"Output Shape", false, 22}, {"Param #", true, 13}});
  for (const auto& layer : layers()) {
    const bool is_built = layer->built();
    table.add({layer->title(), is_built ? shape_text(layer->output_shape()) : "?",
               is_built ? with_commas(layer->count_params()) : "0 (unbuilt)"});
  }
  std::string text = fmt::format("Model: \"{}\"\n", name()) + table.text();
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
