// In which dtype a layer computes, and in which it keeps its weights.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <beras/base/export.h>
#include <beras/tensor/dtype.h>

namespace beras {

class DTypePolicyMap;

/// The dtypes of a layer: that of its weights and that of what it computes.
///
/// A dtype stands for both. "mixed_bfloat16" and "mixed_float16" compute in these with weights in
/// float32: products are faster where the processor has instructions for them, and the steps of an
/// optimizer, which 16 bits would round away, stay exact. float16 is finer than bfloat16 and ends
/// at 65504 and 6e-8: its gradients need a LossScaleOptimizer, which `compile` puts around the
/// optimizer. Source: keras.DTypePolicy.
///
/// ```cpp
/// layers::Dense dense(10, {.dtype = "mixed_bfloat16"});
/// ```
///
/// One that is made of a DTypePolicyMap stands for the map's default until a layer knows its path.
class BERAS_API DTypePolicy {
 public:
  /// Policies by the paths of layers. ValueError for a null pointer.
  DTypePolicy(std::shared_ptr<const DTypePolicyMap> map);
  DTypePolicy(const std::shared_ptr<DTypePolicyMap>& map)
      : DTypePolicy(std::shared_ptr<const DTypePolicyMap>(map)) {}
  /// The policy of the whole process: see `set_dtype_policy`.
  DTypePolicy();
  DTypePolicy(DType dtype) : compute_(dtype), variable_(dtype) {}
  /// By name: that of a dtype, "mixed_bfloat16" or "mixed_float16"; ValueError otherwise.
  DTypePolicy(std::string_view name);
  DTypePolicy(const char* name) : DTypePolicy(std::string_view(name)) {}
  DTypePolicy(const std::string& name) : DTypePolicy(std::string_view(name)) {}

  DType compute_dtype() const { return compute_; }
  DType variable_dtype() const { return variable_; }
  /// "mixed_bfloat16", "mixed_float16", or the name of the dtype; "map_" before that of its default
  /// for a map.
  std::string name() const;
  /// Null unless it is made of one.
  const std::shared_ptr<const DTypePolicyMap>& map() const { return map_; }

  bool operator==(const DTypePolicy&) const = default;

 private:
  DType compute_;
  DType variable_;
  std::shared_ptr<const DTypePolicyMap> map_;
};

/// Layers that are made from now on, on any thread, follow this policy unless they are given one.
/// ValueError for one that is made of a map.
BERAS_API void set_dtype_policy(const DTypePolicy& policy);
/// The policy of the whole process: float32 at first.
BERAS_API DTypePolicy dtype_policy();

}  // namespace beras
