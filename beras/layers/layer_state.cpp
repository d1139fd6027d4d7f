// What a layer holds besides weights and sub-layers: metrics and random generators; and where it
// is.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/layer.h>
#include <beras/layers/running_call_internal.h>
#include <beras/ops/random.h>

namespace beras::layers {

std::string Layer::path_here() const {
  std::string path = name();
  const Layer* inner = this;
  for (const RunningCall* call = RunningCall::innermost; call; call = call->caller) {
    const Layer* outer = call->layer ? call->layer : call->built;
    if (outer && outer != inner) path.insert(0, outer->name() + "/");
    if (outer) inner = outer;
  }
  return path;
}

std::string Layer::path() const {
  check_not_moved();
  return built() ? facts_.built_for->path : "";
}

void Layer::find_policy() {
  // Without a map nothing is written: threads that share a layer read the policy meanwhile.
  if (const auto& map = facts_.dtype.map()) facts_.policy = (*map)[facts_.built_for->path];
}

void Layer::add_seed_generator(std::shared_ptr<SeedGenerator> generator) {
  if (!generator) throw ValueError(label(), "a random generator to add", "a null pointer");
  facts_.held->seed_generators.push_back(std::move(generator));
}

void Layer::hold_metrics(std::vector<std::shared_ptr<metrics::Metric>> all) {
  facts_.held->metrics = std::move(all);
}

void Layer::hold_seed_generators(std::vector<std::shared_ptr<SeedGenerator>> all) {
  facts_.held->seed_generators = std::move(all);
}

const std::vector<std::shared_ptr<metrics::Metric>>& Layer::own_metrics() const {
  check_not_moved();
  return facts_.held->metrics;
}

const std::vector<std::shared_ptr<SeedGenerator>>& Layer::own_seed_generators() const {
  check_not_moved();
  return facts_.held->seed_generators;
}

struct Layer::Variables {
  Tensors all = {};
  std::unordered_set<std::uint64_t> ids = {};
  std::unordered_set<const void*> generators = {};

  void add(const Tensors& tensors) {
    for (const Tensor& tensor : tensors)
      if (ids.insert(tensor.id()).second) all.push_back(tensor);
  }
};

void Layer::add_variables(Variables& variables) const {
  variables.add(own_weights());
  for (const auto& generator : facts_.held->seed_generators)
    if (variables.generators.insert(generator.get()).second)
      variables.all.push_back(random::seed_state(generator));
  for (const auto& child : children())
    if (const auto* layer = cast_if<Layer>(*child)) layer->add_variables(variables);
  variables.add(weights());  // whatever else a class takes for one
}

Tensors Layer::variables() const {
  check_not_moved();
  Variables variables;
  add_variables(variables);
  return variables.all;
}

std::vector<std::shared_ptr<metrics::Metric>> Layer::metrics() const {
  std::vector<std::shared_ptr<metrics::Metric>> all = own_metrics();
  for (const auto& child : children()) {
    const auto* layer = cast_if<Layer>(*child);
    if (!layer) continue;
    for (const auto& metric : layer->metrics())
      if (std::find(all.begin(), all.end(), metric) == all.end()) all.push_back(metric);
  }
  return all;
}

Tensors Layer::metrics_variables() const {
  Tensors all;
  for (const auto& metric : metrics())
    for (const Tensor& variable : metric->variables()) all.push_back(variable);
  return all;
}

}  // namespace beras::layers
