#include <beras/core/arguments.h>

#include <algorithm>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/suggest.h>

namespace beras {

Arguments::Arguments(std::initializer_list<Named> inputs) {
  for (const auto& [name, value] : inputs) {
    if (has(name)) throw ValueError("Arguments", "each name once", "\"" + name + "\" twice");
    names_.push_back(name);
    inputs_.push_back(value);
  }
}

Arguments::Arguments(Tensors inputs, std::vector<std::string> names)
    : inputs_(std::move(inputs)), names_(std::move(names)) {
  if (names_.size() != inputs_.size()) {
    throw ValueError("Arguments", std::to_string(inputs_.size()) + " names",
                     std::to_string(names_.size()));
  }
  for (auto name = names_.begin(); name != names_.end(); ++name) {
    if (std::find(names_.begin(), name, *name) != name)
      throw ValueError("Arguments", "each name once", "\"" + *name + "\" twice");
  }
}

const Tensor& Arguments::operator[](std::size_t position) const {
  if (position >= inputs_.size()) {
    throw IndexError("Arguments", "at least " + std::to_string(position + 1) + " arguments",
                     std::to_string(inputs_.size()));
  }
  return inputs_[position];
}

const Tensor& Arguments::operator[](std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) throw_unknown_name("Arguments", "argument", name, names_);
  return inputs_[static_cast<std::size_t>(found - names_.begin())];
}

bool Arguments::has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

}  // namespace beras
