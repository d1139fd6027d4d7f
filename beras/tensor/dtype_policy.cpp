#include <beras/tensor/dtype_policy.h>

#include <atomic>
#include <cstdint>

#include <utility>

#include <beras/base/error.h>
#include <beras/tensor/dtype_policy_map.h>

namespace beras {
namespace {

// Constant from the start, as layers may be made while the statics of other files are. The two
// dtypes in one number change as one.
constexpr std::uint16_t pack(DType compute, DType variable) {
  return static_cast<std::uint16_t>(static_cast<int>(compute) << 8 | static_cast<int>(variable));
}
constinit std::atomic<std::uint16_t> global = pack(DType::float32, DType::float32);

}  // namespace

DTypePolicy::DTypePolicy() {
  const std::uint16_t packed = global;
  compute_ = static_cast<DType>(packed >> 8);
  variable_ = static_cast<DType>(packed & 0xff);
}

DTypePolicy::DTypePolicy(std::string_view name) : DTypePolicy(DType::float32) {
  if (name == "mixed_bfloat16") {
    compute_ = DType::bfloat16;
  } else if (name == "mixed_float16") {
    compute_ = DType::float16;
  } else {
    compute_ = variable_ = dtype_from_name(name);
  }
}

DTypePolicy::DTypePolicy(std::shared_ptr<const DTypePolicyMap> map) : map_(std::move(map)) {
  if (!map_) throw ValueError("DTypePolicy", "a map of policies", "a null pointer");
  const DTypePolicy policy = map_->default_policy();
  compute_ = policy.compute_;
  variable_ = policy.variable_;
}

std::string DTypePolicy::name() const {
  if (map_) return "map_" + map_->default_policy().name();
  return (compute_ == variable_ ? "" : "mixed_") + std::string(dtype_name(compute_));
}

void set_dtype_policy(const DTypePolicy& policy) {
  if (policy.map()) {
    throw ValueError("set_dtype_policy", "one policy for all layers",
                     "a DTypePolicyMap: " + policy.name(),
                     "Give the map to a layer or a model as its dtype");
  }
  global = pack(policy.compute_dtype(), policy.variable_dtype());
}

DTypePolicy dtype_policy() { return {}; }

}  // namespace beras
