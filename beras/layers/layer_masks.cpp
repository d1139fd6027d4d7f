// Masks on their way through layers.
#include <algorithm>
#include <string_view>

#include <beras/base/warning.h>
#include <beras/core/scopes.h>
#include <beras/layers/layer.h>

namespace beras::layers {
namespace {

bool has_mask(const Tensor& x) { return x.has_mask(); }

bool is_mask_name(std::string_view name) { return name == "mask" || name.ends_with("_mask"); }

/// The arguments that are no masks, and the mask of each.
struct MaskedInputs {
  Tensors inputs;
  Tensors masks;
};

MaskedInputs masked_inputs(const Arguments& arguments, const std::vector<std::string>& names) {
  MaskedInputs all;
  Tensor given;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Tensor& x = arguments[i];
    const std::string_view name = i < names.size() ? std::string_view(names[i]) : "";
    if (name == "mask") given = x;
    if (is_mask_name(name)) continue;
    all.inputs.push_back(x);
    all.masks.push_back(x.defined() ? x.mask() : Tensor());
  }
  if (given.defined() && !all.masks.empty()) all.masks[0] = given;
  return all;
}

}  // namespace

std::vector<Shape> Layer::shapes_of(const Arguments& arguments) const {
  if (arguments.size() == 1) return {arguments[0].shape()};
  const auto names = arguments.names().empty() ? argument_names() : arguments.names();
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i < names.size() && is_mask_name(names[i])) continue;
    shapes.push_back(arguments[i].defined() ? arguments[i].shape() : Shape());
  }
  return shapes;
}

std::optional<Arguments> Layer::with_masks(const Arguments& arguments) const {
  const Tensors& given = arguments.inputs();
  if (std::none_of(given.begin(), given.end(), has_mask)) return std::nullopt;
  const std::vector<std::string> known = argument_names();
  if (std::none_of(known.begin(), known.end(), is_mask_name)) return std::nullopt;
  std::vector<std::string> names = arguments.names();
  const bool by_name = !names.empty();
  if (!by_name) names.assign(known.begin(), known.begin() + std::min(known.size(), given.size()));
  Tensors inputs = given;
  inputs.resize(std::max(inputs.size(), by_name ? 0 : known.size()));
  const auto is_input = [](const std::string& name) { return !is_mask_name(name); };
  const bool is_single = std::count_if(names.begin(), names.end(), is_input) == 1;
  for (std::size_t i = 0; i < names.size() && i < given.size(); ++i) {
    if (!is_input(names[i]) || !has_mask(given[i])) continue;
    const std::string wanted = is_single ? "mask" : names[i] + "_mask";
    const auto place = std::find(known.begin(), known.end(), wanted);
    if (place == known.end() || arguments.has(wanted)) continue;
    if (by_name) {
      inputs.push_back(given[i].mask());
      names.push_back(wanted);
    } else if (Tensor& mask = inputs[static_cast<std::size_t>(place - known.begin())];
               !mask.defined()) {
      mask = given[i].mask();
    }
  }
  while (!by_name && !inputs.back().defined()) inputs.pop_back();
  Arguments masked =
      by_name ? Arguments(std::move(inputs), std::move(names)) : Arguments(std::move(inputs));
  masked.training(arguments.training());
  return masked;
}

void Layer::pass_masks(const Arguments& arguments, Tensors& outputs) const {
  const Tensors& given = arguments.inputs();
  if (!outputs.empty() && std::all_of(outputs.begin(), outputs.end(), has_mask)) return;
  const PauseRecording pause;
  Tensors masks;
  if (given.size() <= 1 && std::none_of(given.begin(), given.end(), has_mask)) {
    masks = compute_masks(given, {});
  } else {
    const bool by_name = !arguments.names().empty();
    const MaskedInputs all =
        masked_inputs(arguments, by_name ? arguments.names() : argument_names());
    masks = compute_masks(all.inputs, all.masks);
  }
  for (std::size_t i = 0; i < std::min(masks.size(), outputs.size()); ++i)
    if (masks[i].defined() && outputs[i].defined() && !has_mask(outputs[i]))
      outputs[i].mask(masks[i]);
}

Tensor Layer::compute_mask(const Tensor&, const Tensor& mask) const {
  if (supports_masking() || !mask.defined()) return mask;
  warn(
      title(),
      "was given a mask and does not support masking: layers after it do not see the mask. A class "
      "for which the mask of the input is right for the output says supports_masking.");
  return {};
}

Tensors Layer::compute_masks(const Tensors& inputs, const Tensors& masks) const {
  if (inputs.empty()) return {};
  const Tensor mask = compute_mask(inputs[0], masks.empty() ? Tensor() : masks[0]);
  return mask.defined() ? Tensors{mask} : Tensors();
}

}  // namespace beras::layers
