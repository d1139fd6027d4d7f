#include <beras/tensor/dtype.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <beras/base/suggest.h>

namespace beras {
namespace {

struct Description {
  std::string_view name;
  std::int64_t item_size;
};

// In the order of DType.
constexpr std::array<Description, 9> descriptions = {{{"float32", 4},
                                                      {"float64", 8},
                                                      {"bfloat16", 2},
                                                      {"float16", 2},
                                                      {"int8", 1},
                                                      {"int32", 4},
                                                      {"int64", 8},
                                                      {"uint8", 1},
                                                      {"bool", 1}}};

const Description& describe(DType dtype) { return descriptions[static_cast<std::size_t>(dtype)]; }

}  // namespace

std::int64_t item_size(DType dtype) { return describe(dtype).item_size; }

std::string_view dtype_name(DType dtype) { return describe(dtype).name; }

DType dtype_from_name(std::string_view name) {
  const auto found = std::find_if(descriptions.begin(), descriptions.end(),
                                  [name](const Description& d) { return d.name == name; });
  if (found == descriptions.end()) {
    std::vector<std::string> known;
    known.reserve(descriptions.size());
    for (const Description& d : descriptions) known.emplace_back(d.name);
    throw_unknown_name("dtype_from_name", "dtype", name, known);
  }
  return static_cast<DType>(found - descriptions.begin());
}

bool is_floating(DType dtype) {
  return dtype == DType::float32 || dtype == DType::float64 || dtype == DType::bfloat16 ||
         dtype == DType::float16;
}

bool is_integer(DType dtype) { return !is_floating(dtype) && dtype != DType::boolean; }

DType promote(DType a, DType b) {
  if (a == b) return a;
  if (is_floating(a) != is_floating(b)) return is_floating(a) ? a : b;
  if (is_floating(a)) {
    const bool both_half = item_size(a) == 2 && item_size(b) == 2;
    if (both_half) return DType::float32;
    return item_size(a) > item_size(b) ? a : b;
  }
  if (a == DType::boolean) return b;
  if (b == DType::boolean) return a;
  const bool both_bytes = item_size(a) == 1 && item_size(b) == 1;
  if (both_bytes) return DType::int32;  // int8 with uint8
  return item_size(a) > item_size(b) ? a : b;
}

}  // namespace beras
