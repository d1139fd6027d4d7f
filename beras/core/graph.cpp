#include <beras/core/graph.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/core/graph_order_internal.h>

namespace beras {
namespace {

std::string described(const Tensor& tensor) {
  return "\"" + tensor.name() + "\" of shape " + to_string(tensor.shape());
}

void check_symbolic(const Tensors& tensors, const char* what) {
  for (const Tensor& tensor : tensors) {
    if (tensor.is_symbolic()) continue;
    const std::string received =
        tensor.defined() ? "a tensor with values, of shape " + to_string(tensor.shape()) : "none";
    throw ValueError("Model", std::string("symbolic ") + what + ", as Input and calls with it give",
                     received);
  }
}

}  // namespace

Graph::Graph(Tensors inputs, Tensors outputs)
    : inputs_(std::move(inputs)), outputs_(std::move(outputs)) {
  check_symbolic(inputs_, "inputs");
  check_symbolic(outputs_, "outputs");
  if (outputs_.empty()) throw ValueError("Model", "at least one output", "none");
  for (auto input = inputs_.begin(); input != inputs_.end(); ++input) {
    const auto same = [&](const Tensor& other) { return symbol_key(other) == symbol_key(*input); };
    if (std::any_of(inputs_.begin(), input, same))
      throw ValueError("Model", "each input once", described(*input) + " twice");
  }
  GraphOrder order = order_of(inputs_, outputs_);
  calls_ = std::move(order.calls);
  owners_ = std::move(order.owners);
  plan();
}

void Graph::plan() {
  std::map<SymbolKey, int> place_of;
  for (const Tensor& input : inputs_)
    place_of.emplace(symbol_key(input), static_cast<int>(places_++));
  std::unordered_map<int, std::size_t> last_step;
  const auto find = [&](const Tensor& tensor, const SymbolicCall* call) {
    const auto found = place_of.find(symbol_key(tensor));
    if (found != place_of.end()) return found->second;
    throw ValueError(
        "Model", "inputs that its outputs follow from. The graph is disconnected: nothing gives " +
                     described(tensor) +
                     (call ? ", which \"" + call->owner->graph_name() + "\" is called with"
                           : ", which is an output"));
  };
  for (const auto& call : calls_) {
    if (call->is_input()) continue;
    Step step{call.get(), {}, static_cast<int>(places_), {}};
    for (const Tensor& input : call->inputs()) {
      const int place = input.is_symbolic() ? find(input, call.get()) : -1;
      step.inputs.push_back(place);
      if (place >= 0) last_step[place] = steps_.size();
    }
    // What is an input itself keeps the place that it has.
    for (std::size_t i = 0; i < call->outputs.size(); ++i)
      place_of.emplace(SymbolKey(call.get(), i), static_cast<int>(places_ + i));
    places_ += call->outputs.size();
    steps_.push_back(std::move(step));
  }
  for (const Tensor& output : outputs_) {
    output_places_.push_back(find(output, nullptr));
    last_step.erase(output_places_.back());
  }
  for (const auto& [place, step] : last_step) steps_[step].last_used.push_back(place);
}

Tensors Graph::run(const Tensors& inputs) const {
  if (inputs.size() != inputs_.size()) {
    throw ValueError("Model", std::to_string(inputs_.size()) + " inputs",
                     std::to_string(inputs.size()));
  }
  Tensors values(places_);
  std::copy(inputs.begin(), inputs.end(), values.begin());
  for (const Step& step : steps_) {
    Tensors given;
    given.reserve(step.inputs.size());
    for (std::size_t i = 0; i < step.inputs.size(); ++i) {
      const int place = step.inputs[i];
      given.push_back(place < 0 ? step.call->inputs()[i] : values[static_cast<std::size_t>(place)]);
    }
    for (const int place : step.last_used) values[static_cast<std::size_t>(place)] = Tensor();
    Tensors outputs = step.call->make(std::move(given));
    if (outputs.size() != step.call->outputs.size()) {
      throw ValueError(
          step.call->owner->title(),
          std::to_string(step.call->outputs.size()) + " outputs, as when the model was made",
          std::to_string(outputs.size()));
    }
    std::move(outputs.begin(), outputs.end(), values.begin() + step.first_output);
  }
  Tensors outputs;
  outputs.reserve(output_places_.size());
  for (const int place : output_places_) outputs.push_back(values[static_cast<std::size_t>(place)]);
  return outputs;
}

}  // namespace beras
