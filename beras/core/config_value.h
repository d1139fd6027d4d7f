// How the values of arguments stand in configurations.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/config.h>
#include <beras/tensor/any_dtype.h>
#include <beras/tensor/dtype_policy.h>
#include <beras/tensor/shape.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// The argument that a configuration speaks of, for errors.
struct ConfigPlace {
  std::string_view owner;
  std::string_view argument;

  /// Throws ValueError: `[Dense] expected units as an integer. Received: "ten".`
  [[noreturn]] BERAS_API void refuse(std::string_view expected, const Config& received) const;
};

/// `write` gives a value's configuration, `read` the value of one; ValueError where it is none.
///
/// Types of arguments specialize it beside their declaration.
template <typename T>
struct ConfigValue;

#define BERAS_CONFIG_VALUE(T)                                      \
  template <>                                                      \
  struct BERAS_API ConfigValue<T> {                                \
    static Config write(const T& value);                           \
    static T read(const Config& config, const ConfigPlace& place); \
  }

BERAS_CONFIG_VALUE(bool);
BERAS_CONFIG_VALUE(double);
BERAS_CONFIG_VALUE(int);
BERAS_CONFIG_VALUE(std::int64_t);
BERAS_CONFIG_VALUE(std::uint64_t);
BERAS_CONFIG_VALUE(std::string);
BERAS_CONFIG_VALUE(Scalar);
/// By name.
BERAS_CONFIG_VALUE(DType);
BERAS_CONFIG_VALUE(AnyDType);
/// As Keras serializes it; by name, too.
BERAS_CONFIG_VALUE(DTypePolicy);
/// A list of numbers; null is read as -1.
BERAS_CONFIG_VALUE(Shape);
/// One axis, or a list of them.
BERAS_CONFIG_VALUE(Axes);

template <typename T>
struct ConfigValue<std::optional<T>> {
  static constexpr bool reads_null = true;
  static Config write(const std::optional<T>& value) {
    return value ? ConfigValue<T>::write(*value) : Config();
  }
  static std::optional<T> read(const Config& config, const ConfigPlace& place) {
    if (config.is_null()) return std::nullopt;
    return ConfigValue<T>::read(config, place);
  }
};

/// Null, or a list in which null stands for -1: what Keras leaves open.
template <>
struct BERAS_API ConfigValue<std::optional<Shape>> {
  static constexpr bool reads_null = true;
  static Config write(const std::optional<Shape>& value);
  static std::optional<Shape> read(const Config& config, const ConfigPlace& place);
};

/// `{"module": ..., "class_name": ..., "config": ..., "registered_name": null}`, as Keras
/// serializes an object of its own.
BERAS_API Config serialized(std::string_view module, std::string_view class_name, Config config);

}  // namespace beras
