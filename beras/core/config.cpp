#include <beras/core/config.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

#include <beras/base/error.h>

namespace beras {
namespace {

void write_text(const std::string& text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += {digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_number(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    return;
  }
  char digits[32];
  const char* const end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  const std::string_view text(digits, end);
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

void write(const Config& config, std::string& out) {
  const auto write_all = [&](const auto& items, const char* brackets, const auto& write_item) {
    out += brackets[0];
    for (const auto& item : items) {
      if (&item != &items.front()) out += ", ";
      write_item(item);
    }
    out += brackets[1];
  };
  if (const auto* flag = config.get_if<bool>()) {
    out += *flag ? "true" : "false";
  } else if (const auto* integer = config.get_if<std::int64_t>()) {
    out += std::to_string(*integer);
  } else if (const auto* number = config.get_if<double>()) {
    write_number(*number, out);
  } else if (const auto* text = config.get_if<std::string>()) {
    write_text(*text, out);
  } else if (const auto* list = config.get_if<Config::List>()) {
    write_all(*list, "[]", [&](const Config& item) { write(item, out); });
  } else if (const auto* map = config.get_if<Config::Map>()) {
    write_all(*map, "{}", [&](const Config::Entry& entry) {
      write_text(entry.first, out);
      out += ": ";
      write(entry.second, out);
    });
  } else {
    out += "null";
  }
}

template <typename Map>
auto find_in(Map& map, std::string_view key) {
  return std::find_if(map.begin(), map.end(),
                      [&](const auto& entry) { return entry.first == key; });
}

}  // namespace

// Here rather than in the header, where GCC 12 takes what is moved for uninitialized.
Config::Config() = default;
Config::Config(List list) : value_(std::move(list)) {}
Config::Config(Map map) : value_(std::move(map)) {}
Config::Config(const Config&) = default;
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(const Config&) = default;
Config& Config::operator=(Config&&) noexcept = default;
Config::~Config() = default;

// Not by the variant's own comparison, over which clang 14 breaks down.
bool Config::operator==(const Config& other) const {
  if (value_.index() != other.value_.index()) return false;
  if (const auto* list = get_if<List>()) {
    const auto& others = *other.get_if<List>();
    return std::equal(list->begin(), list->end(), others.begin(), others.end());
  }
  if (const auto* map = get_if<Map>()) {
    const auto equal = [](const Entry& a, const Entry& b) {
      return a.first == b.first && a.second == b.second;
    };
    const auto& others = *other.get_if<Map>();
    return std::equal(map->begin(), map->end(), others.begin(), others.end(), equal);
  }
  const auto same = [&](const auto* value) {
    return value && *value == *other.get_if<std::remove_cvref_t<decltype(*value)>>();
  };
  return is_null() || same(get_if<bool>()) || same(get_if<std::int64_t>()) ||
         same(get_if<double>()) || same(get_if<std::string>());
}

const Config* Config::find(std::string_view key) const {
  const auto* map = get_if<Map>();
  if (!map) return nullptr;
  const auto found = find_in(*map, key);
  return found == map->end() ? nullptr : &found->second;
}

Config& Config::operator[](std::string_view key) {
  if (is_null()) value_ = Map();
  auto* map = std::get_if<Map>(&value_);
  if (!map)
    throw ValueError("Config", "a map to look up \"" + std::string(key) + "\" in",
                     to_string(*this));
  const auto found = find_in(*map, key);
  if (found != map->end()) return found->second;
  return map->emplace_back(std::string(key), Config()).second;
}

std::string to_string(const Config& config) {
  std::string text;
  write(config, text);
  return text;
}

}  // namespace beras
