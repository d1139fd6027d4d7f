// Beras at work on one row: does what JSON lines on stdin ask, as bench/workers/worker.py says.
#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <beras/beras.h>

#include "network.h"
#include "ops.h"

namespace bench {
namespace {

using namespace beras;
using nlohmann::json;

constexpr std::int64_t check_steps = 3;

class Worker {
 public:
  json hello(const json&) { return {{"version", version()}}; }

  json prepare(const json& request) {
    set_num_threads(request.at("threads").get<int>());
    const std::string folder = request.at("folder").get<std::string>() + "/";
    const json& row = request.at("row");
    kind_ = row.at("kind").get<std::string>();
    if (kind_ == "op") {
      op_ = find_op(row.at("op").get<std::string>());
      for (const char* name : {"a.npy", "b.npy", "c.npy"}) {
        operands_.push_back(load_npy(folder + name));
      }
    } else {
      batch_ = row.at("batch").get<std::int64_t>();
      x_ = load_npy(folder + "x.npy");
      y_ = load_npy(folder + "y.npy");
      for (auto& [name, value] : load_npz(folder + "weights.npz")) initial_.push_back(value);
      set_dtype_policy(row.at("policy").get<std::string>().c_str());
      const auto shape = row.at("shape").get<std::vector<std::int64_t>>();
      model_.emplace(make_model(row.at("network"), Shape(shape.begin(), shape.end())));
      model_->set_weights(initial_);
    }
    return json::object();
  }

  json check(const json&) {
    std::vector<double> losses = {loss()};
    if (kind_ == "train") {
      train(std::min(check_steps, x_.dim(0) / batch_));
      losses.push_back(loss());
    }
    return {{"losses", losses}};
  }

  json run(const json& request) {
    const auto passes = request.at("passes").get<int>();
    if (kind_ == "train") model_->set_weights(initial_);
    const auto start = std::chrono::steady_clock::now();
    for (int pass = 0; pass < passes; ++pass) once();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    return {{"seconds", seconds.count()}};
  }

  json first(const json& request) {
    json answer = prepare(request);
    once();
    return answer;
  }

 private:
  Tensor head(const Tensor& tensor, std::int64_t batches) const {
    return tensor[Slice{.stop = batches * batch_}];
  }

  double loss() {
    if (kind_ == "op") return op_(operands_[0], operands_[1], operands_[2]).mean().item<double>();
    const EvaluateOptions options{.batch_size = batch_, .verbose = 0};
    return model_->evaluate(head(x_, 1), head(y_, 1), options).at("loss");
  }

  void train(std::int64_t batches) {
    model_->fit(head(x_, batches), head(y_, batches),
                {.batch_size = batch_, .verbose = 0, .shuffle = false});
  }

  void once() {
    if (kind_ == "op") {
      op_(operands_[0], operands_[1], operands_[2]);
    } else if (kind_ == "train") {
      train(x_.dim(0) / batch_);
    } else if (kind_ == "predict") {
      model_->predict(x_, {.batch_size = batch_});
    } else {
      model_->predict_on_batch(x_);
    }
  }

  std::string kind_;
  Op op_ = nullptr;
  Tensors operands_;
  std::int64_t batch_ = 1;
  Tensor x_;
  Tensor y_;
  Tensors initial_;
  std::optional<Sequential> model_;
};

void serve() {
  Worker worker;
  const std::map<std::string, json (Worker::*)(const json&)> commands = {
      {"hello", &Worker::hello}, {"prepare", &Worker::prepare}, {"check", &Worker::check},
      {"run", &Worker::run},     {"first", &Worker::first},
  };
  for (std::string line; std::getline(std::cin, line);) {
    const json request = json::parse(line);
    const auto command = commands.at(request.at("do").get<std::string>());
    std::cout << std::invoke(command, worker, request) << std::endl;
  }
}

}  // namespace
}  // namespace bench

int main() {
  try {
    bench::serve();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
