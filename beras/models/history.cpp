#include <beras/models/history.h>

#include <beras/base/suggest.h>

namespace beras {

const std::vector<double>& History::at(const std::string& name) const {
  const auto found = values_.find(name);
  if (found != values_.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [key, values] : values_) known.push_back(key);
  throw_unknown_name("History", "value", name, known);
}

void History::append(int epoch, const Logs& logs) {
  epochs_.push_back(epoch);
  for (const auto& [name, value] : logs) values_[name].push_back(value);
}

}  // namespace beras
