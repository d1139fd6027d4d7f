#include <beras/layers/input.h>
#include <beras/models/model.h>
#include <beras/ops/operations_internal.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <beras/base/error.h>
#include <tests/golden_config.h>
#include <tests/message_of.h>

namespace beras::ops {
namespace {

Config parsed(const std::string& json) {
  return golden::config_from(nlohmann::ordered_json::parse(json));
}

Config entry_of(const std::string& module, const std::string& class_name,
                const std::string& config) {
  Config own = Config::Map{{"name", "mine"}};
  const Config stated = parsed(config);
  for (const auto& [key, value] : *stated.get_if<Config::Map>()) own[key] = value;
  return Config::Map{{"module", "keras.src." + module},
                     {"class_name", class_name},
                     {"config", own},
                     {"registered_name", class_name}};
}

/// A call with the symbolic tensor "x" in the two_places of "$".
Config node_of(std::string args, const std::string& kwargs) {
  const std::string x =
      R"({"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}})";
  for (std::size_t at = args.find('$'); at != args.npos; at = args.find('$', at + x.size()))
    args.replace(at, 1, x);
  return parsed(R"({"args": [)" + args + R"(], "kwargs": {)" + kwargs + "}}");
}

struct Case {
  std::string module;
  std::string class_name;
  std::string config;
  std::string args;
  std::string kwargs = "";
  Shape sample = {4};
};

/// Notes the call, and writes it again.
void expect_written_again(const Case& each) {
  SCOPED_TRACE(each.class_name + " " + each.config);
  const Tensor x = layers::Input(each.sample, {.name = "x"});
  const Config entry = entry_of(each.module, each.class_name, each.config);
  const Config node = node_of(each.args, each.kwargs);
  ASSERT_TRUE(is_known_operation(entry));
  const Tensors outputs = noted(entry, node, [&](const KerasHistory&) { return x; });
  const SymbolicCall& call = *outputs.at(0).symbol()->call;
  const auto& operation = dynamic_cast<const Operation&>(*call.owner);
  EXPECT_EQ(operation.graph_name(), "mine");
  std::vector<Config> inputs;
  for (const Tensor& input : call.inputs()) {
    inputs.push_back(input.is_symbolic()
                         ? node_of("$", "").find("args")->get_if<Config::List>()->at(0)
                         : config_of_values(input));
  }
  const WrittenOperation again = written(operation, call.writer(inputs));
  EXPECT_EQ(to_string(again.entry), to_string(entry));
  EXPECT_EQ(to_string(again.node), to_string(node));
}

const std::string four_ones =
    R"({"class_name": "__numpy__", "config": {"value": [1.0, 1.0, 1.0, 1.0], "dtype": "float32"}})";
const std::string two_places =
    R"({"class_name": "__numpy__", "config": {"value": [[0], [0]], "dtype": "int32"}})";

TEST(Operations, AreWrittenAsTheyAreRead) {
  const std::vector<Case> cases{
      {"ops.numpy", "Clip", R"({"x_min": -1, "x_max": 2.5})", "$"},
      {"ops.numpy", "NanToNum", R"({"nan": 0.0, "posinf": null, "neginf": -9.0})", "$"},
      {"ops.numpy", "Round", R"({"decimals": 2})", "$"},
      {"ops.core", "Cast", R"({"dtype": "float16"})", "$"},
      {"ops.nn", "Gelu", R"({"approximate": false})", "$"},
      {"ops.nn", "Threshold", R"({"threshold": 0.5, "default_value": 2.0})", "$"},
      {"activations.activations", "ReLU",
       R"({"negative_slope": 0.25, "max_value": null, "threshold": 0.0})", "$"},
      {"activations.activations", "Mish", "{}", "$"},
      {"ops.numpy", "TrueDivide", "{}", "2.5, $"},
      {"ops.numpy", "Maximum", "{}", "$, " + four_ones},
      {"ops.numpy", "Isclose", R"({"equal_nan": true})", "$, $, 0.125, 0.25"},
      {"ops.numpy", "Where", "{}", "$, 1, 0.5"},
      {"ops.numpy", "Tensordot", R"({"axes": 0})", "$, $"},
      {"ops.numpy", "Tensordot", R"({"axes": [[1], [0]]})", "$, " + four_ones},
      {"ops.numpy", "Einsum", R"({"subscripts": "ij,kj->ik"})", "$, $"},
      {"ops.linalg", "Norm", R"({"ord": "fro", "axis": null, "keepdims": false})", "$"},
      {"ops.linalg", "Norm", R"({"ord": 1.0, "axis": 1, "keepdims": true})", "$"},
      {"ops.numpy", "Prod", R"({"axis": [0, 1], "keepdims": true, "dtype": null})", "$"},
      {"ops.numpy", "Min", R"({"axis": -1, "keepdims": false, "initial": 3})", "$"},
      {"ops.numpy", "CountNonzero", R"({"axis": 1})", "$"},
      {"ops.numpy", "CountNonzero", R"({"axis": 1, "keepdims": true})", "$"},
      {"ops.numpy", "Argmin", R"({"axis": null, "keepdims": false})", "$"},
      {"ops.numpy", "Cumprod", R"({"axis": 1, "dtype": null})", "$"},
      {"ops.math", "TopK", R"({"k": 2, "sorted": true})", "$"},
      {"ops.numpy", "Transpose", R"({"axes": null})", "$"},
      {"ops.numpy", "Transpose", R"({"axes": [0, -1, 1]})", "$", "", {2, 3}},
      {"ops.numpy", "Moveaxis", R"({"source": 0, "destination": -1})", "$"},
      {"ops.numpy", "Moveaxis", R"({"source": [0, 1], "destination": [1, 0]})", "$"},
      {"ops.numpy", "ExpandDims", R"({"axis": [0, 2]})", "$"},
      {"ops.numpy", "Split", R"({"indices_or_sections": 2, "axis": 1})", "$"},
      {"ops.numpy", "Split", R"({"indices_or_sections": [1, 3], "axis": 1})", "$"},
      {"ops.core", "Unstack", R"({"num": null, "axis": 1})", "$"},
      {"ops.numpy", "Tile", R"({"repeats": [1, 2]})", "$"},
      {"ops.numpy", "Repeat", R"({"repeats": 2, "axis": 1})", "$"},
      {"ops.numpy", "Repeat", R"({"repeats": [0, 1, 2, 3], "axis": 1})", "$"},
      {"ops.numpy", "Roll", R"({"shift": 1, "axis": null})", "$"},
      {"ops.numpy", "Roll", R"({"shift": [1, 2], "axis": [0, 1]})", "$"},
      {"ops.numpy", "Pad", R"({"pad_width": [[0, 0], [1, 2]], "mode": "constant"})", "$",
       R"("constant_values": 0.5)"},
      {"ops.numpy", "Linspace",
       R"({"num": 3, "endpoint": true, "retstep": false, "dtype": "float32", "axis": 0})", "$, $"},
      {"ops.numpy", "GetItem", "{}", "$, 0"},
      {"ops.numpy", "GetItem", "{}",
       R"($, [{"class_name": "__slice__", "config": {"start": null, "stop": -1, "step": 2}}, null])"},
      {"ops.numpy", "TakeAlongAxis", R"({"axis": 0})", "$, " + two_places},
      {"ops.core", "Slice", R"({"shape": [2, 3]})", "$, [0, 1]", "", {4}},
      {"ops.nn", "LogSoftmax", R"({"axis": [0, 1]})", "$"},
      {"ops.nn",
       "AveragePool",
       R"({"pool_size": [2, 2], "strides": null, "padding": "same", )"
       R"("data_format": "channels_last"})",
       "$",
       "",
       {4, 4, 1}},
      {"ops.nn", "Moments", R"({"axes": 1, "keepdims": true, "synchronized": false})", "$"},
      {"ops.nn", "BatchNorm", R"({"axis": -1, "epsilon": 0.5})",
       "$, " + four_ones + ", " + four_ones + ", null, " + four_ones},
      {"ops.nn", "LayerNorm", R"({"axis": -1, "epsilon": 0.5, "rms_scaling": false})",
       "$, " + four_ones + ", null"},
      {"ops.nn", "CategoricalCrossentropy", R"({"from_logits": true, "axis": -1})", "$, $"},
  };
  for (const Case& each : cases) expect_written_again(each);
}

TEST(Operations, AreToldFromLayersByTheirModule) {
  const auto is = [](const char* module) {
    return is_operation(Config::Map{{"module", module}, {"class_name", "Softmax"}});
  };
  EXPECT_TRUE(is("keras.src.ops.nn"));
  EXPECT_TRUE(is("keras.ops"));
  EXPECT_TRUE(is("keras.src.activations.activations"));
  EXPECT_FALSE(is("keras.layers"));
  EXPECT_FALSE(is_operation(Config::Map{{"module", nullptr}, {"class_name", "Softmax"}}));
  EXPECT_FALSE(is_known_operation(Config::Map{{"module", "keras.ops"}, {"class_name", "Soft"}}));
}

TEST(Operations, RefuseWhatTheyDoNotTake) {
  const Tensor x = layers::Input({4});
  const auto error = [&](const char* class_name, const char* config, const char* args,
                         const char* kwargs = "") {
    const Config entry = entry_of("ops.numpy", class_name, config);
    return message_of<ValueError>(
        [&] { noted(entry, node_of(args, kwargs), [&](const KerasHistory&) { return x; }); });
  };
  EXPECT_EQ(error("Sum", R"({"axis": 1.5, "keepdims": false})", "$").substr(0, 26),
            "[Sum] expected axis as a l");
  EXPECT_EQ(error("Exp", "{}", "$, $"),
            "[Exp] expected at most 1 arguments by position. Received: 2.");
  EXPECT_NE(error("Exp", R"({"aksis": 1})", "$").find("aksis"), std::string::npos);
  EXPECT_NE(error("Exp", "{}", "$", R"("out": 1)").find("out"), std::string::npos);
  EXPECT_NE(error("Prod", R"({"axis": 1, "keepdims": true, "dtype": "int8"})", "$").find("dtype"),
            std::string::npos);
  EXPECT_NE(error("Add", "{}", "$").find("[Add] expected x2 as"), std::string::npos);
  EXPECT_NE(error("Summ", "{}", "$").find("\"Sum\""), std::string::npos);
}

}  // namespace
}  // namespace beras::ops
