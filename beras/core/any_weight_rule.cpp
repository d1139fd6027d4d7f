#include <beras/core/any_weight_rule.h>

#include <beras/base/error.h>

namespace beras {

Config AnyWeightRule::serialized() const {
  if (!function_) return {};
  if (serializer_) return serializer_();
  throw ValueError(who_, "a name or an object with a signature where a configuration is asked for",
                   "a function. Give a class of your own a signature and register it");
}

void AnyWeightRule::check_function() const {
  if (!function_) throw ValueError(who_, "a name, an object or a function", "an empty function");
}

}  // namespace beras
