#include <beras/tensor/dtype_policy_map.h>

#include <algorithm>
#include <regex>

#include <beras/base/error.h>

namespace beras {
namespace {

constexpr const char* map_label = "DTypePolicyMap";

auto find_entry(const DTypePolicyMap::Entries& entries, const std::string& path) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const auto& entry) { return entry.first == path; });
}

void check_is_plain(const DTypePolicy& policy) {
  if (policy.map()) throw ValueError(map_label, "policies that are no maps", policy.name());
}

std::regex expression(const std::string& path) {
  try {
    return std::regex(path);
  } catch (const std::regex_error&) {
    throw ValueError(map_label, "a path, or a regular expression", "\"" + path + "\"");
  }
}

}  // namespace

DTypePolicyMap::DTypePolicyMap(std::optional<DTypePolicy> default_policy, const Entries& policies)
    : default_(std::move(default_policy)) {
  if (default_) check_is_plain(*default_);
  for (const auto& [path, policy] : policies) set(path, policy);
}

void DTypePolicyMap::set(const std::string& path, const DTypePolicy& policy) {
  check_is_plain(policy);
  expression(path);
  const auto found = find_entry(entries_, path);
  if (found != entries_.end()) {
    throw ValueError(map_label, "each path once",
                     "\"" + path + "\", which has " + found->second.name(), "Erase it first");
  }
  entries_.emplace_back(path, policy);
}

void DTypePolicyMap::erase(const std::string& path) {
  const auto found = find_entry(entries_, path);
  if (found == entries_.end())
    throw ValueError(map_label, "a path that has a policy", "\"" + path + "\"");
  entries_.erase(found);
}

DTypePolicy DTypePolicyMap::default_policy() const { return default_.value_or(DTypePolicy()); }

DTypePolicy DTypePolicyMap::operator[](const std::string& path) const {
  const auto exact = find_entry(entries_, path);
  if (exact != entries_.end()) return exact->second;
  Entries matching;
  for (const auto& entry : entries_)
    if (std::regex_match(path, expression(entry.first))) matching.push_back(entry);
  if (matching.size() > 1) {
    throw ValueError(map_label, "at most one expression that matches \"" + path + "\"",
                     "\"" + matching[0].first + "\" and \"" + matching[1].first + "\"");
  }
  return matching.empty() ? default_policy() : matching[0].second;
}

}  // namespace beras
