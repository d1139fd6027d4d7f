#include <beras/tensor/dtype_policy.h>

#include <atomic>
#include <cstdint>

#include <beras/base/error.h>

namespace beras {
namespace {

constexpr std::string_view mixed_bfloat16 = "mixed_bfloat16";

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

void set_dtype_policy(DTypePolicy policy) {
  global = pack(policy.compute_dtype(), policy.variable_dtype());
}

DTypePolicy dtype_policy() { return {}; }

}  // namespace beras
