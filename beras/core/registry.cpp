#include <beras/core/registry.h>

#include <deque>
#include <map>
#include <mutex>

#include <beras/base/error.h>
#include <beras/base/suggest.h>

namespace beras {
namespace {

bool begins_lower(std::string_view text) {
  return !text.empty() && text[0] >= 'a' && text[0] <= 'z';
}

/// Of the class that `serialize` told of; null where this is nothing of the kind.
const std::string* name_in(const Config& config) {
  for (const char* key : {"registered_name", "class_name"}) {
    const Config* value = config.find(key);
    if (value && value->get_if<std::string>()) return value->get_if<std::string>();
  }
  return nullptr;
}

}  // namespace

struct ClassNames::State {
  State(std::string keras_module, std::string singular)
      : module(std::move(keras_module)), what(std::move(singular)) {}

  std::string module;
  std::string what;
  mutable std::mutex mutex;
  std::deque<Entry> entries;  // which stay where they are
  std::map<std::string, const Entry*, std::less<>> by_name;
};

ClassNames::ClassNames(std::string module, std::string what)
    : state_(new State(std::move(module), std::move(what))) {}

ClassNames::~ClassNames() = default;

void ClassNames::add(Entry entry, const std::vector<std::string>& names) {
  const std::lock_guard lock(state_->mutex);
  const Entry& kept = state_->entries.emplace_back(std::move(entry));
  for (const std::string& name : names) state_->by_name[name] = &kept;
}

const ClassNames::Entry& ClassNames::find(std::string_view name) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->by_name.find(name);
  if (found != state_->by_name.end()) return *found->second;
  std::vector<std::string> names;
  for (const auto& [known, entry] : state_->by_name) {
    if (begins_lower(known) == begins_lower(name)) names.push_back(known);
  }
  const std::string room = state_->module.substr(state_->module.rfind('.') + 1);
  throw_unknown_name(room, state_->what, name, names);
}

bool ClassNames::describes_known(const Config& config) const {
  const std::string* name = name_in(config);
  const Config* module = config.find("module");
  const std::lock_guard lock(state_->mutex);
  const auto found = name ? state_->by_name.find(*name) : state_->by_name.end();
  if (found == state_->by_name.end()) return false;
  const Entry& entry = *found->second;
  if (!entry.registered_name.empty()) return true;
  return module && *module == Config(entry.module.empty() ? state_->module : entry.module);
}

const ClassNames::Entry* ClassNames::find(const std::type_info* type) const {
  if (!type) return nullptr;
  const std::lock_guard lock(state_->mutex);
  for (const Entry& entry : state_->entries) {
    if (entry.type && *entry.type == *type) return &entry;
  }
  return nullptr;
}

Config ClassNames::config_of(const std::type_info* type, const void* object,
                             std::string_view label) const {
  if (const Entry* entry = find(type)) return entry->get_config(object);
  throw ValueError(label, "a registered class where a configuration is asked for",
                   "a class of one's own. State its signature and call register_serializable");
}

Config ClassNames::serialize(const std::type_info* type, Config config) const {
  const Entry* entry = find(type);
  if (!entry) {
    throw ValueError(state_->module, "a " + state_->what + " of a registered class to serialize",
                     "a class of one's own. Call beras::register_serializable first");
  }
  const std::string& module = entry->module.empty() ? state_->module : entry->module;
  Config all = serialized(module, entry->class_name, std::move(config));
  if (!entry->is_exported) all["registered_name"] = entry->class_name;
  if (entry->registered_name.empty()) return all;
  all["module"] = nullptr;
  all["registered_name"] = entry->registered_name;
  return all;
}

std::pair<const ClassNames::Entry*, Config> ClassNames::described(const Config& config) const {
  if (const auto* name = config.get_if<std::string>()) return {&find(*name), Config::Map()};
  const std::string* name = name_in(config);
  const Config* own = config.find("config");
  if (name && own) return {&find(*name), *own};
  throw ValueError(state_->module, "a " + state_->what + "'s name, or its class_name and config",
                   to_string(config));
}

}  // namespace beras
