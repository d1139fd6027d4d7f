// What describes an object: a value such as JSON has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <beras/base/export.h>

namespace beras {

/// Null, a bool, an integer, a number, a string, a list, or a map that keeps its order: what
/// `get_config` gives and `from_config` takes, with Keras's keys.
///
/// ```cpp
/// Config config = layers::Dense(10).get_config();
/// config["units"] = 20;
/// ```
class BERAS_API Config {
 public:
  using List = std::vector<Config>;
  using Entry = std::pair<std::string, Config>;
  using Map = std::vector<Entry>;

  Config();
  Config(std::nullptr_t) : Config() {}
  Config(bool value) : value_(value) {}
  Config(int value) : value_(std::int64_t{value}) {}
  Config(std::int64_t value) : value_(value) {}
  Config(double value) : value_(value) {}
  Config(const char* value) : value_(std::string(value)) {}
  Config(std::string value) : value_(std::move(value)) {}
  Config(std::string_view value) : value_(std::string(value)) {}
  Config(List list);
  Config(Map map);
  Config(const Config&);
  Config(Config&&) noexcept;
  Config& operator=(const Config&);
  Config& operator=(Config&&) noexcept;
  ~Config();

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  /// The value where it is of that type, else null.
  template <typename T>
  const T* get_if() const {
    return std::get_if<T>(&value_);
  }

  /// The entry of that key in a map; null where there is none, or where this is no map.
  const Config* find(std::string_view key) const;
  /// The entry of that key, which is made, null, where there is none; a null becomes a map.
  /// ValueError for what is no map.
  Config& operator[](std::string_view key);

  bool operator==(const Config& other) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map> value_;
};

/// As JSON writes it, on one line; numbers in the fewest digits that give them back.
BERAS_API std::string to_string(const Config& config);

}  // namespace beras
