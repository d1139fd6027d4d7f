// Trains a classifier on Fashion-MNIST, saves its weights, and draws what it learned.
#include <beras/beras.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "learning_curves.h"
#include "prediction_sheet.h"

namespace {

using namespace beras;

Sequential mlp() {
  Sequential model{{.name = "mlp"}};
  model.add(layers::Input({28, 28}));
  model.add(layers::Flatten());
  model.add(layers::Dense(512, {.activation = "relu"}));
  model.add(layers::Dropout(0.3));
  model.add(layers::Dense(128, {.activation = "relu"}));
  model.add(layers::Dense(10));
  return model;
}

Sequential cnn() {
  Sequential model{{.name = "cnn"}};
  model.add(layers::Input({28, 28}));
  model.add(layers::Reshape({28, 28, 1}));
  model.add(layers::Conv2D(32, {3, 3}, {.padding = "same", .activation = "relu"}));
  model.add(layers::MaxPooling2D());
  model.add(layers::Conv2D(64, {3, 3}, {.padding = "same", .activation = "relu"}));
  model.add(layers::MaxPooling2D());
  model.add(layers::Flatten());
  model.add(layers::Dropout(0.25));
  model.add(layers::Dense(128, {.activation = "relu"}));
  model.add(layers::Dense(10));
  return model;
}

/// From 2e-3 down to 0 along half a cosine: large steps first, small ones at the end.
optimizers::Adam adam(std::int64_t steps) {
  return optimizers::Adam({.learning_rate = [steps](std::int64_t step) {
    return 1e-3 * (1 + std::cos(M_PI * static_cast<double>(step) / static_cast<double>(steps)));
  }});
}

void run(bool use_cnn, int epochs, const std::string& data, const std::filesystem::path& out) {
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  std::filesystem::create_directories(out);
  set_random_seed(1);
  const auto [train, test] = datasets::fashion_mnist({.path = data});
  fmt::print("Fashion-MNIST: {} images to train on, {} to test with.\n\n", train.x.dim(0),
             test.x.dim(0));

  Sequential model = use_cnn ? cnn() : mlp();
  fmt::print("{}\n", model.summary());
  std::fflush(stdout);
  const std::int64_t batch_size = 128;
  const double validation_split = 0.1;
  const auto steps = static_cast<std::int64_t>(
      std::ceil((1 - validation_split) * static_cast<double>(train.x.dim(0)) / batch_size));
  model.compile({.optimizer = adam(epochs * steps),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true}),
                 .metrics = {"accuracy"}});
  const History history = model.fit(train.x, train.y,
                                    {.batch_size = batch_size,
                                     .epochs = epochs,
                                     .validation_split = validation_split,
                                     .stop_on_interrupt = true});
  const double trained = seconds();
  const Logs result = model.evaluate(test.x, test.y, {.batch_size = 256, .verbose = 0});

  const std::string name = model.name();
  const std::string weights = out / (name + "-weights.npz");
  const std::string curves = out / (name + "-learning-curves.png");
  const std::string sheet = out / (name + "-predictions.png");
  model.save_weights(weights);
  const std::string accuracy = fmt::format("{:.4f}", result.at("accuracy"));
  demo::draw_learning_curves(history, "Fashion-MNIST, " + name + ": test accuracy " + accuracy,
                             curves);
  const Tensor probabilities = ops::softmax(model.predict(test.x, {.batch_size = 256}));
  demo::draw_prediction_sheet(test.x, test.y, probabilities, datasets::fashion_mnist_class_names(),
                              "Fashion-MNIST, " + name + ": what it sees and what it says", sheet);
  fmt::print("\ntest accuracy {}, test loss {:.4f}; {:.0f} s to load and train\n\n", accuracy,
             result.at("loss"), trained);
  fmt::print("weights          {}\nlearning curves  {}\npredictions      {}\n", weights, curves,
             sheet);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains a classifier on Fashion-MNIST and draws what it learned.");
  bool use_cnn = false;
  int epochs = 0;
  std::string data;
  std::string out = "demo-out";
  app.add_flag("--cnn", use_cnn, "a small convolutional network instead of an MLP");
  app.add_option("--epochs", epochs, "passes over the training images (15; 10 with --cnn)")
      ->check(CLI::PositiveNumber);
  app.add_option("--data", data,
                 "a folder with the four IDX files (Debian's dataset-fashion-mnist)");
  app.add_option("--out", out, "the folder for weights and pictures")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    run(use_cnn, epochs > 0 ? epochs : use_cnn ? 10 : 15, data, out);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
