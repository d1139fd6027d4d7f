#include <algorithm>

#include <beras/models/outputs_internal.h>

namespace beras {
namespace {

/// True where both differ in nothing but tensors, and lists that are tuples.
bool are_alike(const Structure& a, const Structure& b) {
  if (a.is_tensor() || b.is_tensor()) return a.is_tensor() && b.is_tensor();
  if (a.size() != b.size() || a.names().empty() != b.names().empty()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!a.names().empty() && !b.has(a.names()[i])) return false;
    if (!are_alike(a.items()[i], a.names().empty() ? b.items()[i] : b[a.names()[i]])) return false;
  }
  return true;
}

/// What a map has for some of a map's entries, flat, and undefined tensors for the others; nothing
/// where it has something else.
Tensors by_entries(const Structure& given, const Structure& structure) {
  Tensors found;
  std::vector<std::string> names = structure.names();
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const Structure& entry = structure[name];
    const bool is_there = given.has(name);
    if (is_there && !are_alike(given[name], entry)) return {};
    const Tensors tensors = is_there ? given[name].flatten() : Tensors(entry.count());
    found.insert(found.end(), tensors.begin(), tensors.end());
  }
  return found;
}

/// Of a map that has each of these names, and no others, the tensors in their order; none
/// otherwise.
Tensors by_names(const Structure& given, const std::vector<std::string>& names) {
  Tensors found;
  if (given.size() != names.size()) return found;
  for (const std::string& name : names)
    if (given.has(name) && given[name].is_tensor()) found.push_back(given[name].tensor());
  return found.size() == names.size() ? found : Tensors();
}

}  // namespace

Tensor first_defined(const Structure& structure) {
  if (structure.is_tensor()) return structure.tensor();
  for (const Tensor& tensor : structure.flatten())
    if (tensor.defined()) return tensor;
  return {};
}

Tensors for_outputs(const std::string& who, const char* what, const Structure& given,
                    const Outputs& outputs, const std::vector<bool>& expected) {
  const std::size_t count = outputs.count();
  const bool is_map = given.kind() == Structure::Kind::map;
  if (are_alike(given, outputs.structure)) return given.flatten();
  if (is_map) {
    const std::vector<std::string>& known = outputs.known_names();
    for (const std::string& name : given.names())
      if (!known.empty() && std::find(known.begin(), known.end(), name) == known.end())
        throw_unknown_name(who, "output for " + std::string(what), name, known);
    Tensors found = outputs.structure.kind() == Structure::Kind::map
                        ? by_entries(given, outputs.structure)
                        : by_names(given, outputs.names);
    if (!found.empty()) return found;
  }
  Tensors flat = given.flatten();
  const bool is_in_order = !is_map && (given.is_tensor() || given.size() == given.count());
  if (is_in_order && flat.size() == count) return flat;
  const auto wanted = static_cast<std::size_t>(std::count(expected.begin(), expected.end(), true));
  if (is_in_order && flat.size() == wanted) {
    Tensors placed(count);
    auto next = flat.begin();
    for (std::size_t i = 0; i < count; ++i)
      if (expected[i]) placed[i] = *next++;
    return placed;
  }
  throw ValueError(who, std::string(what) + " as the outputs are, " + to_string(outputs.structure),
                   to_string(given));
}

}  // namespace beras
