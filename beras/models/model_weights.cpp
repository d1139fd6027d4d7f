// A model's weights by name, to and from files.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/data/npz.h>
#include <beras/models/model.h>
#include <beras/ops/reduce.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

std::string unique_in(std::set<std::string>& names, const std::string& name) {
  std::string unique = name;
  for (int number = 1; !names.insert(unique).second; ++number)
    unique = name + "_" + std::to_string(number);
  return unique;
}

using Named = std::vector<std::pair<std::string, Tensor>>;

/// All paths of all weights: what layers share has one for each place where it comes.
void collect(const Diffable& diffable, const std::string& path, Named& weights) {
  std::set<std::string> names;
  std::set<std::uint64_t> below;
  for (const auto& child : diffable.children())
    for (const Tensor& weight : child->weights()) below.insert(weight.id());
  for (const Tensor& weight : diffable.weights()) {
    if (below.contains(weight.id())) continue;
    weights.emplace_back(path + unique_in(names, weight.name()), weight);
  }
  for (const auto& child : diffable.children())
    collect(*child, path + unique_in(names, snake_case(child->label())) + "/", weights);
}

Named all_paths(const Model& model) {
  Named weights;
  collect(model, "", weights);
  return weights;
}

/// Whether the file has at this path again what it has at the path where the weight comes first.
bool repeats(const std::map<std::string, Tensor>& arrays, const std::string& path,
             const Named& paths) {
  const auto place = std::find_if(paths.begin(), paths.end(),
                                  [&](const auto& named) { return named.first == path; });
  if (place == paths.end()) return false;
  const auto first = std::find_if(paths.begin(), paths.end(), [&](const auto& named) {
    return named.second.id() == place->second.id();
  });
  const Tensor &here = arrays.at(path), &there = arrays.at(first->first);
  return here.shape() == there.shape() && ops::all(here == there).item<bool>();
}

/// A file of Keras's, say, is no npz, and what is written under its name would not be one of
/// Keras's.
void check_ending(const char* who, const std::string& path) {
  if (path.ends_with(".npz")) return;
  throw ValueError(who, "a path that ends in .npz, the format of weights", "\"" + path + "\"");
}

}  // namespace

std::vector<std::pair<std::string, Tensor>> Model::named_weights() const {
  // What layers share has the path where it comes first.
  std::set<std::uint64_t> seen;
  Named weights = all_paths(*this);
  std::erase_if(weights, [&](const auto& named) { return !seen.insert(named.second.id()).second; });
  return weights;
}

void Model::save_weights(const std::string& path) const {
  check_ending("save_weights", path);
  std::map<std::string, Tensor> arrays;
  for (const auto& [name, weight] : named_weights()) arrays.emplace(name, weight);
  if (arrays.empty()) throw ValueError(label(), "has no weights to save: build it first.");
  save_npz(path, arrays);
}

void Model::load_weights(const std::string& path) {
  check_ending("load_weights", path);
  const std::map<std::string, Tensor> arrays = load_npz(path);
  auto weights = named_weights();
  if (weights.empty()) throw ValueError(label(), "has no weights to load into: build it first.");
  for (const auto& [name, weight] : weights) {
    const auto found = arrays.find(name);
    if (found == arrays.end()) {
      throw FormatError("load_weights", fmt::format("the weight \"{}\" in {}", name, path),
                        "a file without it");
    }
    if (found->second.shape() != weight.shape()) {
      throw ShapeError("load_weights", "\"" + name + "\" of shape " + to_string(weight.shape()),
                       to_string(found->second.shape()));
    }
  }
  std::set<std::string> known;
  for (const auto& [name, weight] : weights) known.insert(name);
  const Named paths = all_paths(*this);
  for (const auto& [name, array] : arrays) {
    if (known.contains(name) || repeats(arrays, name, paths)) continue;
    throw FormatError("load_weights",
                      std::to_string(weights.size()) + " weights in " + path +
                          ", or what layers "
                          "share once more with the same values",
                      std::to_string(arrays.size()) + ", among them \"" + name + "\"");
  }
  for (auto& [name, weight] : weights) weight.assign(arrays.at(name));
}

}  // namespace beras
