#include <beras/losses/reduction.h>

#include <algorithm>
#include <string>
#include <vector>

#include <beras/base/suggest.h>

namespace beras::losses {

Reduction reduction_from_name(std::string_view name) {
  static const auto& names = *new std::vector<std::string>{"sum_over_batch_size", "mean", "sum",
                                                           "none", "mean_with_sample_weight"};
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw_unknown_name("Loss", "reduction", name, names);
  return static_cast<Reduction>(found - names.begin());
}

}  // namespace beras::losses
