#include <beras/core/tensor_config_internal.h>
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <tests/message_of.h>

namespace beras {
namespace {

constexpr ConfigPlace place{"Test", "x"};

Tensor read(const Config& config) {
  return tensor_from(
      config, [](const KerasHistory&) { return Tensor(); }, place);
}

TEST(TensorConfig, HasValuesAndTheirDtype) {
  EXPECT_EQ(to_string(config_of_values(Tensor{{1., 2.}, {3., 4.}})),
            R"({"class_name": "__numpy__", "config": {"value": [[1.0, 2.0], [3.0, 4.0]], )"
            R"("dtype": "float32"}})");
  EXPECT_EQ(to_string(config_of_values(Tensor({1, 2}, DType::int64))),
            R"({"class_name": "__numpy__", "config": {"value": [1, 2], "dtype": "int64"}})");
  EXPECT_EQ(to_string(config_of_values(Tensor(true))),
            R"({"class_name": "__numpy__", "config": {"value": true, "dtype": "bool"}})");
  EXPECT_TRUE(config_of_values(Tensor()).is_null());
}

TEST(TensorConfig, GivesTensorsBack) {
  for (const Tensor& tensor :
       {Tensor{{1.5, -2.}, {3., 4.}}, Tensor({1, 2}, DType::int64), Tensor(true),
        Tensor(0.1, DType::float64), Tensor::zeros({2, 0, 3}), Tensor({0.5}, DType::bfloat16)}) {
    const Tensor again = read(config_of_values(tensor));
    EXPECT_EQ(again.dtype(), tensor.dtype());
    EXPECT_FALSE(again.trainable());
    EXPECT_EQ(to_string(config_of_values(again)), to_string(config_of_values(tensor)));
  }
  EXPECT_FALSE(read(nullptr).defined());
}

TEST(TensorConfig, TakesNumbersAndLists) {
  EXPECT_EQ(read(3).dtype(), DType::int32);
  EXPECT_EQ(read(Config::List{1, 2.5}).to_vector<float>(), (std::vector<float>{1, 2.5}));
  EXPECT_EQ(read(Config::List{true, false}).dtype(), DType::boolean);
}

TEST(TensorConfig, TellsWhereSymbolicTensorsComeFrom) {
  const Tensor x = Tensor::placeholder({-1, 2}, DType::float16, nullptr);
  const Config config = config_of_symbol(x, {"dense", 1, 2});
  EXPECT_EQ(to_string(config),
            R"({"class_name": "__keras_tensor__", "config": {"shape": [null, 2], )"
            R"("dtype": "float16", "keras_history": ["dense", 1, 2]}})");
  std::string producer;
  const auto find = [&](const KerasHistory& history) {
    producer = history.producer + std::to_string(history.node) + std::to_string(history.position);
    return x;
  };
  EXPECT_EQ(tensor_from(config, find, place).dtype(), DType::float16);
  EXPECT_EQ(producer, "dense12");
}

TEST(TensorConfig, RefusesWhatIsNone) {
  const auto error = [](const Config& config) {
    return message_of<ValueError>([&] { read(config); });
  };
  EXPECT_EQ(error("three"), "[Test] expected x as a number. Received: \"three\".");
  EXPECT_NE(error(Config::List{Config::List{1, 2}, Config::List{3}}).find("equal lengths"),
            std::string::npos);
  EXPECT_NE(error(Config::List{Config::List{1, 2}, 3}).find("equal lengths"), std::string::npos);
  EXPECT_NE(message_of<ValueError>([] {
              KerasHistory::read(Config::List{"a", -1, 0});
            }).find(R"(["a", -1, 0])"),
            std::string::npos);
}

}  // namespace
}  // namespace beras
