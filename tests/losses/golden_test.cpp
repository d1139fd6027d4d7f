// Every loss in every configuration and reduction that Keras's values cover.
#include <beras/losses/losses.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/golden.h"
#include "tests/golden_config.h"

namespace beras::losses {
namespace {

using golden::Json;

TEST(LossesGolden, EqualKeras) {
  const Json file = golden::load("losses");
  const Json& tensors = file["tensors"];
  const Tensor sample_weight = golden::tensor(tensors["sample_weight"]);
  // Of the losses in the file, those that there are so far.
  const std::set<std::string> known = {"BinaryCrossentropy", "CategoricalCrossentropy",
                                       "MeanAbsoluteError", "MeanSquaredError",
                                       "SparseCategoricalCrossentropy"};
  int compared = 0;
  for (const auto& [key, entry] : file["losses"].items()) {
    const std::string name = key.substr(0, key.find('/'));
    if (!known.contains(name)) continue;
    const Tensor y_true = golden::tensor(tensors[entry["y_true"].get<std::string>()]);
    const Tensor y_pred = golden::tensor(tensors[entry["y_pred"].get<std::string>()]);
    for (const auto& [what, value] : entry["values"].items()) {
      const std::string reduction = what.substr(0, what.find('+'));
      Config config = golden::config_from(entry["config"]);
      config["reduction"] = reduction;
      const auto loss = registry().make(name, config);
      const Tensor result =
          reduction == what ? (*loss)(y_true, y_pred) : (*loss)(y_true, y_pred, sample_weight);
      EXPECT_TRUE(golden::near(result, golden::tensor(value), 3e-6)) << key << " " << what;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 11 * 8);
}

}  // namespace
}  // namespace beras::losses
