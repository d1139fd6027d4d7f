#include <beras/optimizers/get.h>

#include <beras/base/error.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include "tests/message_of.h"

namespace beras::optimizers {

/// A user's own.
struct Signum : Optimizer {
  explicit Signum(OptimizerOptions options = {})
      : Optimizer("Signum", options), options_(options) {}
  const OptimizerOptions& options() const { return options_; }
  void update_step(Variable& weight, const Tensor& gradient, Tensors&,
                   double learning_rate) override {
    weight -= gradient.astype(weight.dtype()) * learning_rate;
  }

 private:
  OptimizerOptions options_;
};

template <std::same_as<Signum> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, OptimizerOptions>;
  return arguments<Class>("Signum", FIELD(Options, learning_rate), FIELD(Options, weight_decay),
                          base_fields<Options>());
}

namespace {

TEST(OptimizersRegistry, KnowsKerasNames) {
  for (const char* name : {"AdamW", "adamw", "adam_w"})
    EXPECT_EQ(registry().find(name).class_name, "AdamW");
  for (const char* name : {"RMSprop", "rmsprop"})
    EXPECT_EQ(registry().find(name).class_name, "RMSprop");
}

TEST(OptimizersRegistry, MakesWhatWasSerialized) {
  const Config config = serialize(RMSprop({.rho = 0.5, .clipnorm = 2, .name = "mine"}));
  EXPECT_EQ(*config.find("module"), Config("keras.optimizers"));
  EXPECT_EQ(*config.find("class_name"), Config("RMSprop"));
  const auto again = registry().make_from(config);
  EXPECT_EQ(again->serialized(), config);
  EXPECT_EQ(registry().make_from("adam")->label(), "Adam");
  Config wrong = config;
  wrong["config"]["roh"] = 0.5;
  EXPECT_EQ(message_of<ValueError>([&] { registry().make_from(wrong); }),
            "[RMSprop] expected a known argument. Received: \"roh\". Did you mean \"rho\"?");
}

TEST(OptimizersRegistry, TakesAUsersInOneLine) {
  EXPECT_THROW(Signum().get_config(), ValueError);
  register_serializable<Signum>("my_package>Signum");
  const Config config = serialize(Signum({.learning_rate = 0.5, .gradient_accumulation_steps = 2}));
  EXPECT_EQ(*config.find("registered_name"), Config("my_package>Signum"));
  const auto again = registry().make_from(config);
  Variable weight{1.};
  again->apply({Tensor{1.}}, {weight});
  again->apply({Tensor{3.}}, {weight});
  EXPECT_EQ(weight.item<float>(), 0);
  EXPECT_EQ(again->get_config(), *config.find("config"));
}

}  // namespace
}  // namespace beras::optimizers
