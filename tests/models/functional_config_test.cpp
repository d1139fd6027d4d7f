#include <beras/layers/layers.h>
#include <beras/models/models.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <tests/golden.h>
#include <tests/golden_config.h>
#include <tests/message_of.h>

namespace beras {
namespace {

using layers::Dense;
using layers::Input;

const Config& at(const Config& config, std::initializer_list<std::string_view> keys) {
  const Config* found = &config;
  for (const std::string_view key : keys) found = found->find(key);
  return *found;
}

const Config& layer_in(const Config& config, std::size_t place) {
  return at(config, {"layers"}).get_if<Config::List>()->at(place);
}

std::string node_of(const Config& config, const std::string& layer, std::size_t node = 0) {
  for (const Config& entry : *at(config, {"layers"}).get_if<Config::List>()) {
    if (at(entry, {"name"}) != Config(layer)) continue;
    return to_string(at(entry, {"inbound_nodes"}).get_if<Config::List>()->at(node));
  }
  return "no such layer";
}

/// How Keras writes a tensor of two features a sample.
std::string symbol(const std::string& layer, int node = 0, int position = 0) {
  return R"({"class_name": "__keras_tensor__", "config": {"shape": [null, 2], "dtype": "float32", )"
         R"("keras_history": [")" +
         layer + "\", " + std::to_string(node) + ", " + std::to_string(position) + "]}}";
}

Tensor three_pairs() {
  Tensor x{{1., 2.}, {3., 4.}, {5., -6.}};
  x.trainable(false);
  return x;
}

/// Equal configurations and, with equal weights, equal outputs.
void expect_given_back(const Model& model, const Structure& x) {
  const Config described = model.serialized();
  const auto again = std::dynamic_pointer_cast<Model>(layers::from_config(described));
  ASSERT_TRUE(again);
  EXPECT_EQ(to_string(again->serialized()), to_string(described));
  again->set_weights(model.get_weights());
  const Tensors expected = model.apply_to(x).flatten(), reached = again->apply_to(x).flatten();
  ASSERT_EQ(reached.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(reached[i].to_vector<double>(), expected[i].to_vector<double>());
}

TEST(FunctionalConfig, IsThatOfKeras) {
  const Tensor x = Input({2}, {.name = "x"});
  Model model(x, Dense(2, {.name = "d"})(x), {.name = "m"});
  const Config all = model.serialized();
  EXPECT_EQ(at(all, {"module"}), Config("keras.src.models.functional"));
  EXPECT_EQ(at(all, {"class_name"}), Config("Functional"));
  EXPECT_EQ(at(all, {"registered_name"}), Config("Functional"));
  EXPECT_EQ(to_string(at(all, {"build_config"})), R"({"input_shape": null})");
  const Config& config = at(all, {"config"});
  EXPECT_EQ(config, model.get_config());
  EXPECT_EQ(at(config, {"name"}), Config("m"));
  EXPECT_EQ(at(config, {"trainable"}), Config(true));
  EXPECT_EQ(to_string(at(config, {"input_layers"})), R"(["x", 0, 0])");
  EXPECT_EQ(to_string(at(config, {"output_layers"})), R"(["d", 0, 0])");
  EXPECT_EQ(at(layer_in(config, 0), {"class_name"}), Config("InputLayer"));
  EXPECT_EQ(to_string(at(layer_in(config, 0), {"inbound_nodes"})), "[]");
  EXPECT_EQ(at(layer_in(config, 1), {"name"}), Config("d"));
  EXPECT_EQ(at(layer_in(config, 1), {"config", "units"}), Config(2));
  EXPECT_EQ(node_of(config, "d"), R"({"args": [)" + symbol("x") + R"(], "kwargs": {}})");
  expect_given_back(model, three_pairs());
}

TEST(FunctionalConfig, HasACallOfEachUseOfALayer) {
  const Tensor x = Input({2}, {.name = "x"}), y = Input({2}, {.name = "y"});
  const Dense shared(2, {.name = "shared"});
  const Tensor once = shared(y), twice = shared(once, {.training = true});
  Model model({{"b", y}, {"a", x}}, {twice, shared(x)});
  const Config config = model.get_config();
  EXPECT_EQ(to_string(at(config, {"input_layers"})), R"({"b": ["y", 0, 0], "a": ["x", 0, 0]})");
  EXPECT_EQ(to_string(at(config, {"output_layers"})), R"([["shared", 1, 0], ["shared", 2, 0]])");
  EXPECT_EQ(node_of(config, "shared", 0), R"({"args": [)" + symbol("y") + R"(], "kwargs": {}})");
  EXPECT_EQ(node_of(config, "shared", 1),
            R"({"args": [)" + symbol("shared") + R"(], "kwargs": {"training": true}})");
  EXPECT_EQ(node_of(config, "shared", 2), R"({"args": [)" + symbol("x") + R"(], "kwargs": {}})");
  expect_given_back(model, {{"a", three_pairs()}, {"b", three_pairs() * 2}});
}

TEST(FunctionalConfig, CountsCallsOfAFunctionalModelFrom1AtItsEnds) {
  const Tensor a = Input({2}), b = Input({2});
  const Model inner({{"q", a}, {"p", b}}, Structure{a - b, a * b}, {.name = "inner"});
  const Tensor x = Input({2}, {.name = "x"});
  const Structure parts = inner.apply_to({{"p", x}, {"q", x}});
  const Sequential row{Dense(2, {.name = "d"})};
  Model model(x, {parts[0], row(parts[1])}, {.name = "outer"});
  const Config config = model.get_config();
  EXPECT_EQ(to_string(at(config, {"output_layers"})),
            R"([["inner", 1, 0], [")" + row.name() + R"(", 0, 0]])");
  EXPECT_EQ(node_of(config, "inner"), R"({"args": [{"q": )" + symbol("x") + R"(, "p": )" +
                                          symbol("x") + R"(}], "kwargs": {}})");
  EXPECT_EQ(node_of(config, row.name()),
            R"({"args": [)" + symbol("inner", 0, 1) + R"(], "kwargs": {}})");
  expect_given_back(model, three_pairs());
}

/// The entry of what `function` notes last of x, and its call.
std::pair<Config, std::string> operation_of(const std::function<Tensor(const Tensor&)>& function) {
  const Tensor x = Input({2}, {.name = "x"});
  const Model model(x, function(x));
  expect_given_back(model, three_pairs());
  const Config config = model.get_config();
  const auto& all = *at(config, {"layers"}).get_if<Config::List>();
  return {all.back(), to_string(at(all.back(), {"inbound_nodes"}).get_if<Config::List>()->at(0))};
}

std::string called(const std::string& args, const std::string& kwargs = "") {
  return R"({"args": [)" + args + R"(], "kwargs": {)" + kwargs + "}}";
}

TEST(FunctionalConfig, OfOperatorsIsThatOfKeras) {
  const auto expect = [](const std::function<Tensor(const Tensor&)>& function,
                         const std::string& module, const std::string& config,
                         const std::string& call) {
    const auto [entry, node] = operation_of(function);
    EXPECT_EQ(at(entry, {"module"}), Config("keras.src." + module));
    EXPECT_EQ(at(entry, {"class_name"}), at(entry, {"registered_name"}));
    Config own = Config::Map();
    for (const auto& [key, value] : *at(entry, {"config"}).get_if<Config::Map>())
      own[key] = key == "name" ? at(entry, {"class_name"}) : value;
    EXPECT_EQ(to_string(own), config);
    EXPECT_EQ(node, call);
  };
  const std::string x = symbol("x");
  using T = Tensor;
  expect([](const T& t) { return t + 1; }, "ops.numpy", R"({"name": "Add"})", called(x + ", 1"));
  expect([](const T& t) { return 1.5 - t; }, "ops.numpy", R"({"name": "Subtract"})",
         called("1.5, " + x));
  expect([](const T& t) { return ops::abs(t); }, "ops.numpy", R"({"name": "Absolute"})", called(x));
  expect(
      [](const T& t) {
        return t * T(std::vector<float>{1, 2});
      },
      "ops.numpy", R"({"name": "Multiply"})",
      called(x + R"(, {"class_name": "__numpy__", "config": {"value": [1.0, 2.0], )"
                 R"("dtype": "float32"}})"));
  expect(
      [](const T& t) {
        return t[{ellipsis, newaxis, Slice{1, std::nullopt}, 0}];
      },
      "ops.numpy", R"({"name": "GetItem"})",
      called(x + R"(, [{"class_name": "__ellipsis__", "config": {}}, null, )"
                 R"({"class_name": "__slice__", "config": {"start": 1, "stop": null, )"
                 R"("step": null}}, 0])"));
  expect([](const T& t) { return ops::sum(t, -1, true); }, "ops.numpy",
         R"({"name": "Sum", "axis": -1, "keepdims": true})", called(x));
  expect([](const T& t) { return ops::max(t); }, "ops.numpy",
         R"({"name": "Max", "axis": null, "keepdims": false, "initial": null})", called(x));
  expect(
      [](const T& t) {
        return ops::concatenate({t, t});
      },
      "ops.numpy", R"({"name": "Concatenate", "axis": -1})", called("[" + x + ", " + x + "]"));
  expect(
      [](const T& t) {
        return ops::einsum("ij,ij->i", {t, t});
      },
      "ops.numpy", R"({"name": "Einsum", "subscripts": "ij,ij->i"})", called(x + ", " + x));
  expect(
      [](const T& t) {
        return ops::pad(t, {{0, 0}, {1, 0}});
      },
      "ops.numpy", R"({"name": "Pad", "pad_width": [[0, 0], [1, 0]], "mode": "constant"})",
      called(x, R"("constant_values": null)"));
  expect([](const T& t) { return ops::cast(t, DType::int32); }, "ops.core",
         R"({"name": "Cast", "dtype": "int32"})", called(x));
  expect([](const T& t) { return ops::leaky_relu(t, 0.5); }, "ops.nn",
         R"({"name": "LeakyRelu", "negative_slope": 0.5})", called(x));
  expect([](const T& t) { return ops::logsumexp(t, {1}); }, "ops.math",
         R"({"name": "Logsumexp", "axis": 1, "keepdims": false})", called(x));
}

TEST(FunctionalConfig, TellsOperatorsFromLayersByModule) {
  const Tensor x = Input({2}, {.name = "x"});
  Model model(x, ops::softmax(layers::Softmax()(x)));
  const Config config = model.get_config();
  EXPECT_EQ(at(layer_in(config, 1), {"class_name"}), at(layer_in(config, 2), {"class_name"}));
  expect_given_back(model, three_pairs());
}

/// What is said of a model of two layers whose configuration was changed.
std::string error_of(const std::function<void(Config& config)>& change) {
  const Tensor x = Input({2}, {.name = "x"});
  Model model(x, ops::sum(Dense(2, {.name = "d"})(x), 1));
  Config config = model.serialized();
  change(config["config"]);
  return message_of<ValueError>([&] { layers::from_config(config); });
}

Config& entry(Config& config, std::size_t place) {
  Config& layers = config["layers"];
  return const_cast<Config::List*>(layers.get_if<Config::List>())->at(place);
}

TEST(FunctionalConfig, TakesOperationsThatAreCalledSeveralTimes) {
  const Tensor x = Input({2}, {.name = "x"});
  Model model(x, ops::exp(ops::negative(x)));
  Config config = model.serialized();
  Config& exp = entry(config["config"], 2);
  const Config first = at(exp, {"inbound_nodes"}).get_if<Config::List>()->at(0);
  const Config second =
      at(entry(config["config"], 1), {"inbound_nodes"}).get_if<Config::List>()->at(0);
  exp["inbound_nodes"] = Config::List{first, second};
  const std::string name = *at(exp, {"name"}).get_if<std::string>();
  config["config"]["output_layers"] = Config::List{name, 1, 0};
  const auto again = layers::from_config(config);
  EXPECT_EQ((*again)(three_pairs()).to_vector<float>(), ops::exp(three_pairs()).to_vector<float>());
}

TEST(FunctionalConfig, RefusesWhatItCannotMake) {
  EXPECT_EQ(error_of([](Config& config) { entry(config, 1)["class_name"] = "Dance"; }),
            "[layers] expected a known layer. Received: \"Dance\". Did you mean \"Dense\"?");
  EXPECT_NE(
      error_of([](Config& config) { entry(config, 2)["class_name"] = "Sums"; }).find("\"Sum\""),
      std::string::npos);
  EXPECT_EQ(error_of([](Config& config) { entry(config, 0)["name"] = "z"; }),
            "[Functional] expected inputs from layers of the model. Received: \"x\" as what \"d\" "
            "takes, which is none of them.");
  EXPECT_NE(error_of([](Config& config) {
              entry(config, 1)["inbound_nodes"] = entry(config, 2)["inbound_nodes"];
            }).find("call 0 of \"d\", which waits for another one of \"d\" without end"),
            std::string::npos);
  EXPECT_NE(error_of([](Config& config) {
              config["output_layers"] = Config::List{"d", 0, 1};
            }).find("[\"d\", 0, 1]"),
            std::string::npos);
  EXPECT_NE(error_of([](Config& config) { config["layers"] = 3; }).find("layers as a list"),
            std::string::npos);
  EXPECT_NE(error_of([](Config& config) {
              entry(config, 2)["config"]["keepdim"] = true;
            }).find("\"keepdims\""),
            std::string::npos);
  EXPECT_NE(error_of([](Config& config) {
              entry(config, 2)["config"]["axis"] = "one";
            }).find("[Sum] expected axis as"),
            std::string::npos);
}

TEST(FunctionalConfig, NamesWhatHasNone) {
  const Tensor x = Input({2});
  const auto error = [&](const Tensor& y) {
    return message_of<ValueError>([&] { Model(x, y).get_config(); });
  };
  EXPECT_NE(error(ops::linear(x, Tensor::zeros({2, 2}))).find("Linear"), std::string::npos);
  EXPECT_NE(error(layers::Lambda([](const Tensor& t) { return t; }, {.name = "mine"})(x))
                .find("register_serializable"),
            std::string::npos);
}

/// Keras's entries but for what it writes and does not need.
Config plain(const Config& config) {
  if (const auto* list = config.get_if<Config::List>()) {
    Config::List all;
    for (const Config& item : *list) all.push_back(plain(item));
    return all;
  }
  const auto* map = config.get_if<Config::Map>();
  if (!map) return config;
  Config::Map kept;
  for (const auto& [key, value] : *map) {
    const bool is_mask = key == "mask" && to_string(value).find("class_name") == std::string::npos;
    const bool is_default = key == "training" && value == Config(false);
    const bool is_built = key == "build_config" || key == "build_input_shape";
    if (is_built || key == "compile_config" || is_mask || is_default) continue;
    kept.emplace_back(key, plain(value));
  }
  return kept;
}

TEST(FunctionalConfig, GivesTheModelsThatKerasWrote) {
  using Ordered = nlohmann::ordered_json;
  std::ifstream file(BERAS_GOLDEN_DIR "/functional_configs.json");
  for (const Ordered& written : Ordered::parse(file)) {
    const Config config = golden::config_from(written["config"]);
    SCOPED_TRACE(to_string(at(config, {"config", "name"})));
    const auto model = std::dynamic_pointer_cast<Model>(layers::from_config(config));
    ASSERT_TRUE(model);
    EXPECT_EQ(to_string(plain(model->serialized())), to_string(plain(config)));
    Tensors weights;
    for (const auto& weight : written["weights"]) weights.push_back(golden::tensor(weight));
    model->set_weights(weights);
    Tensors inputs;
    for (const auto& input : written["inputs"]) inputs.push_back(golden::tensor(input));
    const Tensors outputs = model->apply_to(model->graph_inputs().pack_as(inputs)).flatten();
    ASSERT_EQ(outputs.size(), written["outputs"].size());
    for (std::size_t i = 0; i < outputs.size(); ++i)
      EXPECT_TRUE(golden::near(outputs[i].astype(DType::float32),
                               golden::tensor(written["outputs"][i]), 1e-4));
  }
}

}  // namespace
}  // namespace beras
