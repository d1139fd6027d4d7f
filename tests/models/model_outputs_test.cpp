// Models of several inputs and outputs: what they are told of each, and what they report.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <beras/base/error.h>
#include <beras/losses/losses.h>
#include <beras/models/callbacks.h>
#include <beras/models/sequential.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

using Json = nlohmann::ordered_json;  // as the order of losses is that of their values

/// Two things in a layout of the golden file.
Structure laid_out(const std::string& layout, const Structure& first, const Structure& second) {
  if (layout == "list") return {first, second};
  if (layout == "tuple") return Structure::tuple({first, second});
  if (layout == "dict") return {{"b", second}, {"a", first}};
  if (layout == "by_name") return {{"out_b", second}, {"out_a", first}};
  return {{"z", std::vector<Structure>{second}}, {"y", {{"q", first}}}};
}

class TwoHeads : public Model {
 public:
  TwoHeads(std::string layout, bool is_named) : layout_(std::move(layout)), is_named_(is_named) {}
  Tensors forward(const Arguments& arguments) const override {
    return {first_(arguments[0]), second_(arguments[0])};
  }

 protected:
  Structure outputs_as(Tensors outputs) const override {
    return laid_out(layout_, outputs.at(0), outputs.at(1));
  }
  std::vector<std::string> output_names() const override {
    return is_named_ ? std::vector<std::string>{"out_a", "out_b"} : std::vector<std::string>();
  }

 private:
  layers::Dense& first_ = add(layers::Dense(2, {.kernel_initializer = "ones"}));
  layers::Dense& second_ = add(layers::Dense(1, {.kernel_initializer = "ones"}));
  std::string layout_;
  bool is_named_;
};

template <typename T>
ByOutput<T> by_output(const Json& given) {
  if (given.is_null()) return {};
  if (given.is_string()) {
    if constexpr (!std::is_same_v<T, double>) return T(given.get<std::string>());
  }
  if (given.is_number()) {
    if constexpr (std::is_same_v<T, double>) return given.get<double>();
  }
  if (given.is_array()) {
    std::vector<ByOutput<T>> items;
    for (const Json& item : given) items.push_back(by_output<T>(item));
    return ByOutput<T>::list(std::move(items));
  }
  std::vector<typename ByOutput<T>::Entry> entries;
  for (const auto& [name, item] : given.items()) entries.emplace_back(name, by_output<T>(item));
  return ByOutput<T>::map(std::move(entries));
}

struct Course {
  std::map<std::string, std::vector<double>> history;
  std::vector<double> evaluated;
};

Course course_of(const Json& golden, const Json& each) {
  const auto samples = [&](const char* name) {
    return golden::tensor(golden::Json(golden.at(name)));
  };
  const Json& options = each.at("options");
  const std::string layout = each.at("layout"), labels = each.at("labels");
  TwoHeads model(layout, each.at("named"));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01}),
                 .loss = by_output<losses::AnyLoss>(options.value("loss", Json())),
                 .loss_weights = by_output<double>(options.value("loss_weights", Json())),
                 .metrics = by_output<metrics::AnyMetric>(options.value("metrics", Json())),
                 .weighted_metrics =
                     by_output<metrics::AnyMetric>(options.value("weighted_metrics", Json()))});
  const Tensor x = samples("x");
  const Structure y = laid_out(labels, samples("a"), samples("b"));
  Structure weights;
  if (const Json& given = each.at("weights"); given == "one")
    weights = samples("weight");
  else if (given.is_string())
    weights = laid_out(given, samples("weight"), samples("other"));
  const History history = model.fit(
      x, y,
      {.batch_size = 4, .epochs = 2, .verbose = 0, .shuffle = false, .sample_weight = weights});
  Logs logs = model.evaluate(x, y, {.verbose = 0, .sample_weight = weights});
  Course course{history.values(), {}};
  for (const std::string& name : model.metrics_names()) course.evaluated.push_back(logs.at(name));
  return course;
}

void expect_near(const std::vector<double>& actual, const Json& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual[i], expected[i].get<double>(), 2e-5 * (1 + std::abs(actual[i]))) << i;
}

TEST(Outputs, AreTrainedAndReportedAsInKeras) {
  std::ifstream file(BERAS_GOLDEN_DIR "/outputs.json");
  const Json golden = Json::parse(file);
  int refused = 0;
  for (const Json& each : golden.at("cases")) {
    SCOPED_TRACE(each.at("layout").dump() + each.at("named").dump() + each.at("options").dump() +
                 each.at("labels").dump() + each.at("weights").dump());
    if (each.contains("error")) {
      EXPECT_THROW(course_of(golden, each), ValueError);
      ++refused;
      continue;
    }
    Course course;
    ASSERT_NO_THROW(course = course_of(golden, each));
    const Json& expected = each.at("history");
    EXPECT_EQ(course.history.size(), expected.size());
    for (const auto& [name, values] : expected.items()) {
      SCOPED_TRACE(name);
      ASSERT_TRUE(course.history.contains(name));
      expect_near(course.history[name], values);
    }
    expect_near(course.evaluated, each.at("evaluate"));
  }
  EXPECT_GT(refused, 40);
}

/// The sum and the difference of two inputs.
struct SumAndDifference : Model {
  layers::Dense& scale = add(layers::Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
  Tensors forward(const Arguments& arguments) const override {
    const bool is_named = arguments.has("left");
    const Tensor left = is_named ? arguments["left"] : arguments[0];
    const Tensor right = is_named ? arguments["right"] : arguments[1];
    return {scale(left + right), scale(left - right)};
  }
};

TEST(Outputs, OfAPredictionComeAsTheModelGivesThem) {
  const Tensor a = counting_samples(5), b = Tensor::ones({5, 1});
  const SumAndDifference model;
  for (const Structure& x : {Structure{a, b}, Structure{{"right", b}, {"left", a}}}) {
    const Structure y = model.predict(x, {.batch_size = 2});
    EXPECT_EQ(y.kind(), Structure::Kind::tuple);
    EXPECT_EQ(y[0].tensor().to_vector<float>(), (std::vector<float>{2, 3, 4, 5, 6}));
    EXPECT_EQ(y[1].tensor().to_vector<float>(), (std::vector<float>{0, 1, 2, 3, 4}));
    const Structure of_batches = model.predict(Dataset::from_tensors(x, Tensor(a)).batch(2));
    EXPECT_EQ(of_batches[1].tensor().to_vector<float>(), (std::vector<float>{0, 1, 2, 3, 4}));
    EXPECT_EQ(model.predict_on_batch(x)[0].tensor().shape(), (Shape{5, 1}));
  }
  EXPECT_EQ(model.predict({a, b}).size(), 2U);
  EXPECT_EQ(linear_model().predict({{3.}, {4.}}).to_vector<float>(), (std::vector<float>{3, 4}));
  EXPECT_THROW(TwoHeads("tuple", false).predict(a), ValueError);
  EXPECT_EQ(TwoHeads("dict", false).predict(Structure(a)).names(),
            (std::vector<std::string>{"b", "a"}));
}

std::string refusal_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Outputs, ThatFitNothingAreNamed) {
  const Tensor a = counting_samples(4), b = Tensor::ones({4, 1});
  const FitOptions quiet = {.verbose = 0};
  SumAndDifference model;
  model.compile({.optimizer = "sgd", .loss = "mse"});
  EXPECT_EQ(refusal_of([&] {
              model.fit({a, b}, {a, b, b}, quiet);
            }),
            "[SumAndDifference] expected labels as the outputs are, (None, None). "
            "Received: [(4, 1), (4, 1), (4, 1)].");
  EXPECT_EQ(refusal_of([&] {
              model.fit({a, b}, {a, counting_samples(3)}, quiet);
            }),
            "[fit] expected x and y \"1\" of equally many samples. Received: 4 and 3.");
  EXPECT_EQ(refusal_of([&] {
              model.fit({{"left", a}, {"right", {counting_samples(2)}}}, {a, b}, quiet);
            }),
            "[fit] expected inputs of equally many samples, 4. "
            "Received: x \"right/0\" of shape (2, 1).");
  EXPECT_EQ(refusal_of([&] {
              model.train_on_batch({a, b}, {a, b}, {}, {{1, 2.0}});
            }),
            "[fit] expected one output beside class_weight. "
            "Received: labels [(4, 1), (4, 1)]. Use sample_weight.");
  EXPECT_EQ(model.fit({a, b}, {a, b}, quiet).at("loss").size(), 1U);
  TwoHeads named("list", true);
  EXPECT_EQ(refusal_of([&] {
              named.compile({.loss = {{"out_a", "mse"}, {"out_d", "mae"}}});
            }),
            "[compile] expected a known output for loss. Received: \"out_d\". "
            "Did you mean \"out_a\"?");
  EXPECT_EQ(refusal_of([&] {
              named.compile({.loss = "mse", .loss_weights = {1, 2, 3}});
            }),
            "[compile] expected loss_weights for 2 outputs, each or by name. "
            "Received: a list of 3.");
  EXPECT_FALSE(named.compiled());
  named.compile({.loss = {{"out_a", "mse"}, {"out_b", losses::MeanAbsoluteError()}},
                 .loss_weights = {{"out_a", 2}, {"out_b", 0.5}},
                 .metrics = {{"out_a", "mae"}, {"out_b", {"mse", "mae"}}}});
  EXPECT_EQ(named.metrics_names(),
            (std::vector<std::string>{"loss", "out_a_loss", "out_b_loss", "out_a_mae", "out_b_mae",
                                      "out_b_mse"}));
  EXPECT_EQ(refusal_of([&] {
              named.test_on_batch(a, {{"out_a", a}, {"out_c", b}});
            }),
            "[TwoHeads] expected a known output for labels. Received: \"out_c\". "
            "Did you mean \"out_a\"?");
  EXPECT_THROW(named.loss(), ValueError);
}

TEST(Outputs, AreToldNothingByEmptyBraces) {
  CompileOptions options{.loss = {"mse", "mae"}, .metrics = {"mae"}};
  options.loss = {};
  options.metrics = {};
  EXPECT_FALSE(options.loss);
  EXPECT_TRUE(options.metrics.all().empty());
}

TEST(Outputs, MayBeMonitoredByTheirNames) {
  const Tensor x = counting_samples(4), y = Tensor::ones({4, 1});
  TwoHeads model("list", true);
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0}),
                 .loss = "mse",
                 .metrics = {{"out_b", "accuracy"}}});
  for (const char* monitor : {"out_a_loss", "val_out_b_loss", "out_b_accuracy"}) {
    const History history =
        model.fit(x, {x * Tensor::ones({1, 2}), y},
                  {.epochs = 4,
                   .verbose = 0,
                   .callbacks = {callbacks::EarlyStopping({.monitor = monitor, .patience = 1})},
                   .validation_split = 0.5});
    EXPECT_EQ(history.epochs().size(), 2U) << monitor;
  }
}

TEST(Outputs, WithoutLabelsAreLeftOutWhereNothingIsAskedOfThem) {
  const Tensor x = counting_samples(4);
  for (const Structure& y :
       {Structure{{"a", Tensor::ones({4, 2})}}, Structure{Tensor::ones({4, 2})},
        Structure{{"a", Tensor::ones({4, 2})}, {"b", {}}}}) {
    TwoHeads model("dict", false);
    model.compile({.optimizer = "sgd", .loss = {{"a", "mse"}}});
    const Logs logs = model.train_on_batch(x, y);
    EXPECT_EQ(logs.size(), 1U);
    EXPECT_FLOAT_EQ(logs.at("loss"), 3.5);
  }
}

}  // namespace
}  // namespace beras
