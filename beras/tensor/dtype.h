// The element types, their sizes and names, and which type two of them share.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include <beras/base/export.h>
#include <beras/tensor/half.h>

namespace beras {

/// The type of a tensor's elements; float32 unless said otherwise.
enum class DType : std::uint8_t {
  float32,
  float64,
  bfloat16,
  float16,
  int8,
  int32,
  int64,
  uint8,
  boolean
};

inline constexpr DType float32 = DType::float32;
inline constexpr DType float64 = DType::float64;
inline constexpr DType int8 = DType::int8;
inline constexpr DType int32 = DType::int32;
inline constexpr DType int64 = DType::int64;
inline constexpr DType uint8 = DType::uint8;
inline constexpr DType boolean = DType::boolean;

/// Bytes of one element.
BERAS_API std::int64_t item_size(DType dtype);
/// NumPy's name: "float32", "bfloat16", "int64", "bool" ...
BERAS_API std::string_view dtype_name(DType dtype);
/// The dtype of that name; ValueError with the nearest name otherwise.
BERAS_API DType dtype_from_name(std::string_view name);
/// True for float32, float64, bfloat16 and float16: the types that carry gradients.
BERAS_API bool is_floating(DType dtype);
/// True for the signed and unsigned integers, not for bool.
BERAS_API bool is_integer(DType dtype);

/// The type of the result of an operation on `a` and `b`, by Keras's rules.
///
/// Between integers the wider one (uint8 with int8 gives int16 in NumPy, int32 here); an integer or
/// bool with a float gives that float; bfloat16 with float16 gives float32. Source:
/// keras.backend.result_type.
BERAS_API DType promote(DType a, DType b);

/// The dtype that stores a C++ type.
template <typename T>
constexpr DType dtype_of() {
  if constexpr (std::is_same_v<T, float>)
    return DType::float32;
  else if constexpr (std::is_same_v<T, double>)
    return DType::float64;
  else if constexpr (std::is_same_v<T, bfloat16>)
    return DType::bfloat16;
  else if constexpr (std::is_same_v<T, float16>)
    return DType::float16;
  else if constexpr (std::is_same_v<T, std::int8_t>)
    return DType::int8;
  else if constexpr (std::is_same_v<T, std::uint8_t>)
    return DType::uint8;
  else if constexpr (std::is_same_v<T, bool>)
    return DType::boolean;
  else if constexpr (std::is_integral_v<T> && sizeof(T) == 4 && std::is_signed_v<T>)
    return DType::int32;
  else if constexpr (std::is_integral_v<T> && sizeof(T) == 8 && std::is_signed_v<T>)
    return DType::int64;
  else
    static_assert(sizeof(T) == 0, "Beras has no dtype for this C++ type");
}

/// Calls body(T{}) with the C++ type of `dtype`: the one switch from run-time dtypes to templates.
template <typename Body>
decltype(auto) visit_dtype(DType dtype, Body&& body) {
  switch (dtype) {
    case DType::float64:
      return body(double{});
    case DType::bfloat16:
      return body(bfloat16{});
    case DType::float16:
      return body(float16{});
    case DType::int8:
      return body(std::int8_t{});
    case DType::int32:
      return body(std::int32_t{});
    case DType::int64:
      return body(std::int64_t{});
    case DType::uint8:
      return body(std::uint8_t{});
    case DType::boolean:
      return body(bool{});
    case DType::float32:
      break;
  }
  return body(float{});
}

}  // namespace beras
