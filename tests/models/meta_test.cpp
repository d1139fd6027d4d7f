// Models without memory.
#include <beras/layers/layers.h>
#include <beras/models/models.h>
#include <beras/tensor/storage.h>
#include <gtest/gtest.h>

namespace beras {
namespace {

TEST(ModelOnMeta, Of300MillionParametersTakesNoMemory) {
  const std::size_t used = memory_statistics().used;
  const DeviceScope scope(Device::meta);
  Sequential model(layers::Dense(10'000, {.activation = "relu"}), layers::Dense(10'000),
                   layers::Dense(10'000));
  model.build({-1, 10'000});
  EXPECT_EQ(model.count_params(), 3 * (10'000 * 10'000 + 10'000));
  EXPECT_NE(model.summary().find("300,030,000"), std::string::npos);
  EXPECT_EQ(memory_statistics().used, used);
}

}  // namespace
}  // namespace beras
