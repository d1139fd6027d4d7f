// A dtype as an option takes it.
#pragma once

#include <concepts>
#include <string_view>

#include <beras/tensor/dtype.h>

namespace beras {

/// `.dtype = DType::int32` or, by name, `.dtype = "int32"`; ValueError with the nearest name if
/// there is none such. Layers take a DTypePolicy, which is written in the same two ways.
class AnyDType {
 public:
  constexpr AnyDType(DType dtype) : dtype_(dtype) {}
  template <std::convertible_to<std::string_view> Name>
  AnyDType(const Name& name) : dtype_(dtype_from_name(name)) {}

  constexpr operator DType() const { return dtype_; }

 private:
  DType dtype_;
};

}  // namespace beras
