// The classes of a family, by name.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/base/suggest.h>
#include <beras/core/signature.h>

namespace beras {

/// What a registry knows of a class. `Made` is what it makes: a shared pointer to a base, or an
/// object that stands for any class of the family.
template <typename Made>
struct RegistryEntry {
  std::string class_name;
  /// Its name in files, "Package>Name", where it is a user's; empty for Keras's own.
  std::string registered_name;
  const std::type_info* type = nullptr;
  std::function<Made(const Config& config)> make;
  /// Of an object of that very class.
  std::function<Config(const void* object)> get_config;
};

/// Makes the objects of a family from names and configurations, with Keras's names.
///
/// A class goes by its name, by that in snake case, and by the aliases it is given. Threads may use
/// and extend it at once.
template <typename Made>
class Registry {
 public:
  using Entry = RegistryEntry<Made>;

  /// `module` is Keras's, such as "keras.layers"; `what` one of its objects in a message, "layer".
  Registry(std::string module, std::string what)
      : module_(std::move(module)), what_(std::move(what)) {}

  /// Adds classes under the names that their signatures state.
  template <Signed... Classes>
  Registry& add(Types<Classes...> classes) {
    for_each(classes, [this](auto type) { this->add(type); });
    return *this;
  }
  /// Adds a user's class, which files know by this name, "Package>Name".
  template <Signed Class>
  void add_registered(const std::string& name) {
    add({class_name<Class>(), name, &typeid(Class), make<Class>, get_config<Class>}, {name});
  }
  /// Adds a class under these names; a name that is known is taken over.
  void add(Entry entry, const std::vector<std::string>& names) {
    const std::lock_guard lock(mutex_);
    const Entry& kept = entries_.emplace_back(std::move(entry));
    for (const std::string& name : names) by_name_[name] = &kept;
  }

  /// ValueError with the nearest name for one that is not known.
  const Entry& find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) return *found->second;
    std::vector<std::string> names;
    const auto is_lower = [](std::string_view text) {
      return !text.empty() && text[0] >= 'a' && text[0] <= 'z';
    };
    for (const auto& [known, entry] : by_name_) {
      if (is_lower(known) == is_lower(name)) names.push_back(known);
    }
    throw_unknown_name(module_.substr(module_.rfind('.') + 1), what_, name, names);
  }
  /// Null for a class that is not known.
  const Entry* find(const std::type_info& type) const {
    const std::lock_guard lock(mutex_);
    for (const Entry& entry : entries_) {
      if (entry.type && *entry.type == type) return &entry;
    }
    return nullptr;
  }

  /// An object by its name alone, or from what `serialize` gave.
  Made make_from(const Config& config) const {
    if (const auto* name = config.get_if<std::string>()) return find(*name).make(Config::Map());
    const Config* registered = config.find("registered_name");
    const Config* name =
        registered && !registered->is_null() ? registered : config.find("class_name");
    const Config* own = config.find("config");
    if (!name || !name->get_if<std::string>() || !own) {
      throw ValueError(module_, "a " + what_ + "'s name, or its class_name and config",
                       to_string(config));
    }
    return find(*name->get_if<std::string>()).make(*own);
  }
  /// As Keras serializes an object of that class.
  Config serialize(const Entry& entry, Config config) const {
    Config all = serialized(module_, entry.class_name, std::move(config));
    if (entry.registered_name.empty()) return all;
    all["module"] = nullptr;
    all["registered_name"] = entry.registered_name;
    return all;
  }
  /// The configuration of the object at `object`, of that type; ValueError, in its `label`'s name,
  /// for a class that is not known.
  Config config_at(const std::type_info* type, const void* object, std::string_view label) const {
    const Entry* entry = type ? find(*type) : nullptr;
    if (entry && entry->get_config) return entry->get_config(object);
    throw ValueError(label, "a registered class where a configuration is asked for",
                     "a class of one's own. State its signature and call register_serializable");
  }
  /// Of a class known by its type; ValueError for one that is not.
  Config serialize(const std::type_info& type, Config config) const {
    if (const Entry* entry = find(type)) return serialize(*entry, std::move(config));
    throw ValueError(module_, "a " + what_ + " of a registered class to serialize",
                     "a class of one's own. Call beras::register_serializable first");
  }

 private:
  template <typename Class>
  void add(Type<Class>) {
    constexpr auto stated = signature(Type<Class>());
    std::vector<std::string> names{stated.name, snake_case(stated.name)};
    for (const char* alias : stated.aliases) {
      if (alias) names.emplace_back(alias);
    }
    add({stated.name, {}, &typeid(Class), make<Class>, get_config<Class>}, names);
  }
  template <typename Class>
  static Made make(const Config& config) {
    if constexpr (requires { typename Made::element_type; }) {
      return std::make_shared<Class>(made_from<Class>(config));
    } else {
      return made_from<Class>(config);
    }
  }

  template <typename Class>
  static Config get_config(const void* object) {
    return config_of(*static_cast<const Class*>(object));
  }

  std::string module_;
  std::string what_;
  mutable std::mutex mutex_;
  std::deque<Entry> entries_;  // which stay where they are
  std::map<std::string, const Entry*, std::less<>> by_name_;
};

/// As Keras serializes the object: where its class stands, and its configuration.
template <Signed Class>
Config serialize(const Class& object) {
  return registry_of(Type<Class>()).serialize(typeid(Class), config_of(object));
}

/// Makes a class of one's own known to files, `clone_model` and names, as Keras's
/// `register_keras_serializable` does. It states its signature in one line beside it:
///
///     struct Scale : layers::Layer {
///       explicit Scale(double by, layers::LayerOptions options = {});
///       double by() const; ...
///     };
///     template <std::same_as<Scale> Class>
///     constexpr auto signature(Type<Class>) {
///       return arguments<Class>("Scale", required<&Scale::by>("by"),
///                               layers::layer_fields<layers::LayerOptions>());
///     }
///     register_serializable<Scale>("my_package>Scale");
template <Signed Class>
void register_serializable(const std::string& name) {
  registry_of(Type<Class>()).template add_registered<Class>(name);
}

}  // namespace beras
