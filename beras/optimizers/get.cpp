#include <beras/optimizers/get.h>

#include <algorithm>
#include <cctype>
#include <string>

#include <beras/base/suggest.h>
#include <beras/optimizers/adam.h>
#include <beras/optimizers/adamw.h>
#include <beras/optimizers/rmsprop.h>
#include <beras/optimizers/sgd.h>

namespace beras::optimizers {

std::shared_ptr<Optimizer> get(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower == "sgd") return std::make_shared<SGD>();
  if (lower == "rmsprop") return std::make_shared<RMSprop>();
  if (lower == "adam") return std::make_shared<Adam>();
  if (lower == "adamw") return std::make_shared<AdamW>();
  throw_unknown_name("optimizers", "optimizer", name, {"sgd", "rmsprop", "adam", "adamw"});
}

}  // namespace beras::optimizers
