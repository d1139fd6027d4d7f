// Every metric against Keras's values: an update without weights, then one with sample weights.
#include <beras/metrics/metrics.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::metrics {
namespace {

TEST(MetricsGolden, EqualKeras) {
  const golden::Json tensors = golden::load("losses")["tensors"];
  const golden::Json file = golden::load("metrics");
  const Tensor sample_weight = golden::tensor(tensors["sample_weight"]);
  for (const char* name : {"Accuracy", "BinaryAccuracy", "CategoricalAccuracy",
                           "SparseCategoricalAccuracy", "MeanAbsoluteError", "MeanSquaredError"}) {
    const golden::Json& entry = file["metrics"][name];
    const Tensor y_true = golden::tensor(tensors[entry["y_true"].get<std::string>()]);
    const Tensor y_pred = golden::tensor(tensors[entry["y_pred"].get<std::string>()]);
    const auto metric = get(name);
    metric->update_state(y_true, y_pred);
    EXPECT_TRUE(golden::near(metric->result(), golden::tensor(entry["after_unweighted"]))) << name;
    metric->update_state(y_true, y_pred, sample_weight);
    EXPECT_TRUE(golden::near(metric->result(), golden::tensor(entry["then_after_weighted_update"])))
        << name;
  }
}

}  // namespace
}  // namespace beras::metrics
