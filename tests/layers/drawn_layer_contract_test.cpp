// What every layer keeps to, whatever its arguments: they are drawn from the layer's signature.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/initializers/random.h>
#include <beras/layers/all.h>
#include <beras/layers/input.h>
#include <beras/layers/registry.h>
#include <beras/models/model.h>

namespace beras::layers {
namespace {

constexpr int draws_of_each = 12;

/// Draws values for parameters by their types, and by their names where the type says too little.
class Draw {
 public:
  explicit Draw(unsigned seed) : generator_(seed) {}

  template <typename Value>
  Value one_of(std::initializer_list<Value> values) {
    return *(values.begin() + static_cast<std::ptrdiff_t>(generator_() % values.size()));
  }

  /// A configuration's value for a parameter; none where it is left out.
  template <typename Parameter>
  std::optional<Config> value(const Parameter& parameter) {
    using T = typename Parameter::Type;
    const std::string name = parameter.name;
    const bool must_be_given = [] {
      if constexpr (requires { std::tuple_size<decltype(Parameter::by_default)>(); })
        return std::tuple_size_v<decltype(Parameter::by_default)> == 0;
      return false;
    }();
    if (name == "name" || name == "dtype" || (!must_be_given && generator_() % 3 == 0))
      return std::nullopt;
    if constexpr (requires { parameter.value; }) {
      return std::nullopt;  // the only one that there is
    } else if constexpr (std::is_same_v<T, bool>) {
      return Config(one_of({false, true}));
    } else if constexpr (std::is_same_v<T, activations::AnyActivation>) {
      return Config(one_of({"tanh", "sigmoid", "softplus", "linear", "swish"}));
    } else if constexpr (std::is_same_v<T, initializers::AnyInitializer>) {
      if (name.find("variance") != std::string::npos) return Config("ones");
      return Config(one_of({"glorot_uniform", "he_normal", "ones", "random_normal"}));
    } else if constexpr (std::is_same_v<T, regularizers::AnyRegularizer>) {
      return Config(one_of({"l1", "l2", "l1_l2"}));
    } else if constexpr (std::is_same_v<T, constraints::AnyConstraint>) {
      return Config(one_of({"max_norm", "non_neg", "unit_norm"}));
    } else {
      const std::optional<Config> named = by_name(name);
      if constexpr (std::is_same_v<T, std::int64_t>)
        if (!named && must_be_given) return Config(one_of<std::int64_t>({1, 2, 3}));
      return named;
    }
  }

 private:
  std::optional<Config> by_name(const std::string& name) {
    if (name == "units" || name == "filters") return Config(one_of<std::int64_t>({1, 2, 3}));
    if (name == "kernel_size" || name == "pool_size")
      return Config(one_of<std::int64_t>({1, 2, 3}));
    if (name == "strides") return Config(one_of<std::int64_t>({1, 2}));
    if (name == "padding") return Config(one_of({"valid", "same"}));
    if (name == "data_format") return Config(one_of({"channels_last", "channels_first"}));
    if (name == "rate") return Config(0.5);
    if (name == "scale" || name == "offset") return Config(one_of({-1.5, 0.25, 2.0}));
    if (name == "epsilon") return Config(one_of({1e-3, 1e-2}));
    if (name == "momentum") return Config(one_of({0.9, 0.5}));
    if (name == "negative_slope") return Config(one_of({0.0, 0.1, 0.3}));
    if (name == "max_value") return Config(one_of({0.7, 2.0}));
    if (name == "threshold") return Config(one_of({0.0, 0.2}));
    if (name == "seed") return Config(std::int64_t{7});
    if (name == "keepdims") return Config(one_of({false, true}));
    if (name == "axis") return Config(std::int64_t{-1});
    if (name == "target_shape") return Config(Config::List{Config(std::int64_t{-1})});
    return std::nullopt;
  }

  std::mt19937 generator_;
};

struct Drawn {
  std::string class_name;
  std::string name;
  Config config;
  std::shared_ptr<Layer> layer;
};

void PrintTo(const Drawn& drawn, std::ostream* stream) {
  *stream << drawn.name << ' ' << to_string(drawn.config);
}

template <typename Class>
Drawn drawn(int number) {
  constexpr auto stated = signature(Type<Class>());
  Draw draw(static_cast<unsigned>(number));
  Config config = Config::Map();
  std::apply(
      [&](const auto&... parameter) {
        const auto add = [&](const auto& each) {
          if (const auto value = draw.value(each)) config[each.name] = *value;
        };
        (add(parameter), ...);
      },
      stated.parameters);
  std::shared_ptr<Layer> layer = registry().make(stated.name, config);
  return {stated.name, std::string(stated.name) + std::to_string(number), config, std::move(layer)};
}

std::vector<Drawn> all_drawn() {
  std::vector<Drawn> all;
  for_each(All(), [&]<typename Class>(Type<Class>) {
    for (int number = 0; number < draws_of_each; ++number) all.push_back(drawn<Class>(number));
  });
  return all;
}

class DrawnLayer : public testing::TestWithParam<Drawn> {
 protected:
  std::shared_ptr<Layer> layer = GetParam().layer;
  Shape sample = fitting_sample();

  /// Small images, or what else the layer takes.
  Shape fitting_sample() const {
    for (const Shape& candidate : {Shape{4, 5, 3}, Shape{5, 3}}) {
      try {
        Shape of_batches = candidate;
        of_batches.insert(of_batches.begin(), 2);
        layer->compute_output_shape(of_batches);
        return candidate;
      } catch (const ShapeError&) {
        continue;
      }
    }
    return {3};
  }

  Tensor batch(std::int64_t count) const {
    Shape shape = sample;
    shape.insert(shape.begin(), count);
    Tensor x = initializers::RandomNormal({.stddev = 1, .seed = 3})(shape);
    x.trainable(false);
    return x;
  }
};

TEST_P(DrawnLayer, ComesBackFromItsConfiguration) {
  const Config config = layer->get_config();
  const auto again = registry().make(GetParam().class_name, config);
  EXPECT_EQ(to_string(again->get_config()), to_string(config));
}

TEST_P(DrawnLayer, GivesTheShapeThatItTells) {
  for (const std::int64_t count : {3, 1, 0}) {
    const Tensor y = (*layer)(batch(count));
    EXPECT_EQ(to_string(y.shape()), to_string(layer->compute_output_shape(batch(count).shape())));
    for (const double value : y.to_vector<double>()) EXPECT_TRUE(std::isfinite(value));
  }
}

TEST_P(DrawnLayer, HasExactGradients) {
  const auto in_training = [&] { return (*layer)(batch(2), {.training = true}); };
  const bool is_random = in_training().to_vector<float>() != in_training().to_vector<float>();
  for (const bool training : {false, true}) {
    if (training && is_random) continue;
    const GradientReport report = check_gradients(*layer, {batch(2)}, {.training = training});
    EXPECT_TRUE(report.ok) << report.message;
  }
}

TEST_P(DrawnLayer, IsTheSameInAGraph) {
  const Tensor x = Input(sample);
  const Tensor y = (*layer)(x);
  const Tensor expected = (*layer)(batch(3));
  EXPECT_EQ(y.dtype(), expected.dtype());
  EXPECT_EQ(to_string(y.shape()), to_string(layer->output_shape()));
  EXPECT_EQ(Model(x, y)(batch(3)).to_vector<float>(), expected.to_vector<float>());
}

INSTANTIATE_TEST_SUITE_P(All, DrawnLayer, testing::ValuesIn(all_drawn()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace beras::layers
