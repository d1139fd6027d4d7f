// Every loss in every configuration and reduction that Keras's values cover.
#include <beras/losses/losses.h>
#include <gtest/gtest.h>

#include <memory>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::Json;

std::unique_ptr<Loss> make(const std::string& name, const Json& config, Reduction reduction) {
  const bool from_logits = config.value("from_logits", false);
  const double smoothing = config.value("label_smoothing", 0.0);
  if (name == "MeanSquaredError") {
    return std::make_unique<MeanSquaredError>(LossOptions{.reduction = reduction});
  }
  if (name == "MeanAbsoluteError") {
    return std::make_unique<MeanAbsoluteError>(LossOptions{.reduction = reduction});
  }
  if (name == "BinaryCrossentropy") {
    return std::make_unique<BinaryCrossentropy>(BinaryCrossentropyOptions{
        .from_logits = from_logits, .label_smoothing = smoothing, .reduction = reduction});
  }
  if (name == "CategoricalCrossentropy") {
    return std::make_unique<CategoricalCrossentropy>(CategoricalCrossentropyOptions{
        .from_logits = from_logits, .label_smoothing = smoothing, .reduction = reduction});
  }
  if (name == "SparseCategoricalCrossentropy") {
    SparseCategoricalCrossentropyOptions options{.from_logits = from_logits,
                                                 .reduction = reduction};
    if (config.contains("ignore_class")) {
      options.ignore_class = config["ignore_class"].get<std::int64_t>();
    }
    return std::make_unique<SparseCategoricalCrossentropy>(options);
  }
  return nullptr;
}

TEST(LossesGolden, EqualKeras) {
  const Json file = golden::load("losses");
  const Json& tensors = file["tensors"];
  const Tensor sample_weight = golden::tensor(tensors["sample_weight"]);
  int compared = 0;
  for (const auto& [key, entry] : file["losses"].items()) {
    const std::string name = key.substr(0, key.find('/'));
    const Tensor y_true = golden::tensor(tensors[entry["y_true"].get<std::string>()]);
    const Tensor y_pred = golden::tensor(tensors[entry["y_pred"].get<std::string>()]);
    for (const auto& [what, value] : entry["values"].items()) {
      const std::string reduction = what.substr(0, what.find('+'));
      const auto loss = make(name, entry["config"], Reduction(reduction));
      if (!loss) continue;
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
