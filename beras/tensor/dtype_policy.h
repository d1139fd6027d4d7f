// In which dtype a layer computes, and in which it keeps its weights.
#pragma once

#include <string>
#include <string_view>

#include <beras/base/export.h>
#include <beras/tensor/dtype.h>

namespace beras {

/// The dtypes of a layer: that of its weights and that of what it computes.
///
/// A dtype stands for both. "mixed_bfloat16" computes in bfloat16 with weights in float32: products
/// are faster where the processor has instructions for them, and the steps of an optimizer, which
/// bfloat16 would round away, stay exact. Source: keras.DTypePolicy.
///
/// ```cpp
/// layers::Dense dense(10, {.dtype = "mixed_bfloat16"});
/// ```
class BERAS_API DTypePolicy {
 public:
  /// The policy of the whole process: see `set_dtype_policy`.
  DTypePolicy();
  DTypePolicy(DType dtype) : compute_(dtype), variable_(dtype) {}
  /// By name: that of a dtype, or "mixed_bfloat16"; ValueError otherwise. "mixed_float16" is
  /// refused, as its small gradients become zero without a scaling of the loss.
  DTypePolicy(std::string_view name);
  DTypePolicy(const char* name) : DTypePolicy(std::string_view(name)) {}
  DTypePolicy(const std::string& name) : DTypePolicy(std::string_view(name)) {}

  DType compute_dtype() const { return compute_; }
  DType variable_dtype() const { return variable_; }
  /// "mixed_bfloat16", or the name of the dtype.
  std::string name() const;

  bool operator==(const DTypePolicy&) const = default;

 private:
  DType compute_;
  DType variable_;
};

/// Layers that are made from now on, on any thread, follow this policy unless they are given one.
BERAS_API void set_dtype_policy(DTypePolicy policy);
/// The policy of the whole process: float32 at first.
BERAS_API DTypePolicy dtype_policy();

}  // namespace beras
