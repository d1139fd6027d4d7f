#include <beras/tensor/dtype_policy.h>

#include <atomic>

#include <beras/base/error.h>

namespace beras {
namespace {

constexpr std::string_view mixed_bfloat16 = "mixed_bfloat16";

// Layers may be made while the statics of other files are, so it is made when it is first asked
// for.
std::atomic<DTypePolicy>& global() {
  static std::atomic<DTypePolicy> policy = DTypePolicy(DType::float32);
  return policy;
}

}  // namespace

DTypePolicy::DTypePolicy() : DTypePolicy(dtype_policy()) {}

DTypePolicy::DTypePolicy(std::string_view name) : DTypePolicy(DType::float32) {
  if (name == mixed_bfloat16) {
    compute_ = DType::bfloat16;
  } else if (name == "mixed_float16") {
    throw ValueError("DTypePolicy", "a dtype or \"mixed_bfloat16\"", "\"mixed_float16\"",
                     "float16 needs a scaling of the loss, bfloat16 does not");
  } else {
    compute_ = variable_ = dtype_from_name(name);
  }
}

std::string DTypePolicy::name() const {
  return std::string(compute_ == variable_ ? dtype_name(variable_) : mixed_bfloat16);
}

void set_dtype_policy(DTypePolicy policy) { global() = policy; }

DTypePolicy dtype_policy() { return global(); }

}  // namespace beras
