// The classes of a family, by name.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/signature.h>

namespace beras {

/// The class itself, where the program is compiled with run-time type information; else null.
template <typename Class>
constexpr const std::type_info* type_of() {
#ifdef __cpp_rtti
  return &typeid(Class);
#else
  return nullptr;
#endif
}

/// What all registries are: classes with their names, whatever their family. Threads may use and
/// extend one at once.
class BERAS_API ClassNames {
 public:
  struct Entry {
    std::string class_name;
    /// Where Keras has it; that of the family unless given.
    std::string module = {};
    /// Its name in files, "Package>Name", where it is a user's; empty for Keras's own.
    std::string registered_name = {};
    /// False for one of Keras's that it has under no public name: its own stands for that.
    bool is_exported = true;
    /// Null for a class that was compiled without run-time type information.
    const std::type_info* type = nullptr;
    /// What makes one; its type is known to the Registry.
    void (*make)() = nullptr;
    /// The configuration of an object of that very class.
    Config (*get_config)(const void* object) = nullptr;
    /// What copies an object of that very class, as `make` makes one; null where nothing can.
    void (*copy)() = nullptr;
  };

  /// `module` is Keras's, such as "keras.layers"; `what` one of its objects in a message, "layer".
  ClassNames(std::string module, std::string what);
  ~ClassNames();
  ClassNames(const ClassNames&) = delete;
  ClassNames& operator=(const ClassNames&) = delete;

  /// ValueError with the nearest name for one that is not known.
  const Entry& find(std::string_view name) const;
  /// Whether `serialize` may have given this for a class that is known.
  bool describes_known(const Config& config) const;
  /// Null for a class that is not known, and for no type.
  const Entry* find(const std::type_info* type) const;
  /// The configuration of the object at `object`, of that type; ValueError, in its `label`'s name,
  /// for a class that is not known.
  Config config_of(const std::type_info* type, const void* object, std::string_view label) const;
  /// As Keras serializes an object of that type; ValueError for a class that is not known.
  Config serialize(const std::type_info* type, Config config) const;

 protected:
  /// Under these names; one that is known is taken over.
  void add(Entry entry, const std::vector<std::string>& names);
  /// The class that `serialize` told of and its own configuration, or the class of a name alone.
  std::pair<const Entry*, Config> described(const Config& config) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Makes the objects of a family from names and configurations, with Keras's names: a class goes by
/// its name, by that in snake case, and by its aliases. `Made` is what it makes: a shared pointer
/// to a base, or an object that stands for any class of the family.
template <typename Made>
class Registry : public ClassNames {
 public:
  using Maker = Made (*)(const Config& config);
  using Copier = Made (*)(const void* object);

  /// Of these classes, under the names that their signatures state.
  template <Signed... Classes>
  Registry(std::string module, std::string what, Types<Classes...> classes)
      : ClassNames(std::move(module), std::move(what)) {
    for_each(classes, [this]<typename Class>(Type<Class>) {
      this->add(entry<Class>(), signature(Type<Class>()).names());
    });
  }
  /// Adds a user's class, which files know by this name, "Package>Name".
  template <Signed Class>
  void add_registered(const std::string& name) {
    Entry own = entry<Class>();
    own.registered_name = name;
    this->add(std::move(own), {name});
  }
  /// Adds what is made in a way of its own.
  void add(Entry own, const std::vector<std::string>& names, Maker made_by,
           Copier copied_by = nullptr) {
    own.make = reinterpret_cast<void (*)()>(made_by);
    own.copy = reinterpret_cast<void (*)()>(copied_by);
    this->add(std::move(own), names);
  }

  /// The object of that class; ValueError for an unknown name, and for what its arguments refuse.
  Made make(std::string_view name, const Config& config = Config::Map()) const {
    return maker(find(name))(config);
  }
  /// An object by its name alone, or from what `serialize` gave.
  Made make_from(const Config& config) const {
    const auto [known, own] = described(config);
    return maker(*known)(own);
  }
  /// A copy of the object at `object`, of that type; none for a class that is not known, and for
  /// one of which no copies are made.
  Made copy(const std::type_info* type, const void* object) const {
    const Entry* entry = find(type);
    return entry && entry->copy ? reinterpret_cast<Copier>(entry->copy)(object) : Made();
  }
  /// Copies objects of that very class; null where it cannot.
  template <typename Class>
  static constexpr Copier copier_of() {
    if constexpr (requires { typename Made::element_type; } &&
                  std::is_copy_constructible_v<Class>) {
      return [](const void* object) -> Made {
        return std::make_shared<Class>(*static_cast<const Class*>(object));
      };
    }
    return nullptr;
  }

 private:
  using ClassNames::add;

  static Maker maker(const Entry& entry) { return reinterpret_cast<Maker>(entry.make); }
  template <typename Class>
  static Entry entry() {
    const Maker make = [](const Config& config) -> Made {
      if constexpr (requires { typename Made::element_type; }) {
        return std::make_shared<Class>(made_from<Class>(config));
      } else {
        return made_from<Class>(config);
      }
    };
    const auto get_config = [](const void* object) {
      return beras::config_of(*static_cast<const Class*>(object));
    };
    Entry entry;
    entry.class_name = class_name<Class>();
    entry.type = type_of<Class>();
    entry.make = reinterpret_cast<void (*)()>(make);
    entry.get_config = get_config;
    entry.copy = reinterpret_cast<void (*)()>(copier_of<Class>());
    return entry;
  }
};

/// As Keras serializes the object: where its class stands, and its configuration. ValueError for a
/// class that is not registered.
template <Signed Class>
Config serialize(const Class& object) {
  if constexpr (requires { object.serialized(); }) {
    return object.serialized();
  } else {
    return registry_of(Type<Class>()).serialize(type_of<Class>(), config_of(object));
  }
}

/// How the object stands in the configuration of what holds it: as `serialize` has it, or as its
/// own `serialized()` says; an empty function where neither is known.
template <typename Object>
std::function<Config()> serializer_of(const Object& object) {
  if constexpr (requires { Config(object.serialized()); }) {
    return [object] { return object.serialized(); };
  } else if constexpr (Signed<Object>) {
    return [object] { return serialize(object); };
  } else {
    return {};
  }
}

/// Makes a class of one's own known to files, `clone` and names, as Keras's
/// `register_keras_serializable` does. Its signature stands beside it:
///
///     struct Scale : layers::Layer {
///       explicit Scale(double by);
///       double by() const; ...
///     };
///     template <std::same_as<Scale> Class>
///     constexpr auto signature(Type<Class>) {
///       return arguments<Class>("Scale", required<&Class::by>("by"));
///     }
///     register_serializable<Scale>("my_package>Scale");
template <Signed Class>
void register_serializable(const std::string& name) {
  registry_of(Type<Class>()).template add_registered<Class>(name);
}

}  // namespace beras
