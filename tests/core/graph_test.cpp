#include <beras/core/graph.h>

#include <gtest/gtest.h>

#include <map>

#include <beras/layers/dense.h>
#include <beras/layers/input.h>
#include <beras/ops/binary.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>

namespace beras {
namespace {

/// The tensors that the steps of a graph give, after its inputs, with and without values.
struct Made {
  Tensors symbolic;
  Tensors by_hand;
  std::map<const Diffable*, int> first_steps;
};

Made made(const golden::Json& graph) {
  Made all;
  for (int i = 0; i < graph.at("inputs").get<int>(); ++i) {
    all.symbolic.push_back(layers::Input({3}, {.name = "input" + std::to_string(i)}));
    all.by_hand.push_back(Tensor::full({2, 3}, 0.5 * (i + 1)));
    all.first_steps[all.symbolic.back().symbol()->call->owner.get()] = -1 - i;
  }
  std::map<int, std::shared_ptr<layers::Dense>> dense;
  int number = 0;
  for (const golden::Json& step : graph.at("steps")) {
    const std::string does = step.at("does");
    const auto takes = step.at("takes").get<std::vector<std::size_t>>();
    const auto call = [&](const Tensors& given) -> Tensor {
      if (does == "add") return given[takes[0]] + given[takes[1]];
      if (does == "multiply") return given[takes[0]] * given[takes[1]];
      return (*dense.at(does == "again" ? step.at("layer").get<int>() : number))(given[takes[0]]);
    };
    if (does == "dense") {
      const std::string name = "dense" + std::to_string(number);
      dense[number] = std::make_shared<layers::Dense>(3, layers::DenseOptions{.name = name});
    }
    all.symbolic.push_back(call(all.symbolic));
    all.by_hand.push_back(call(all.by_hand));
    all.first_steps.try_emplace(all.symbolic.back().symbol()->call->owner.get(), number++);
  }
  return all;
}

TEST(Graph, HasKerassOrderAndComputesWhatItsCallsCompute) {
  const golden::Json graphs = golden::load("graphs");
  for (const golden::Json& each : graphs.at("cases")) {
    const Made all = made(each);
    const auto inputs = each.at("inputs").get<std::ptrdiff_t>();
    Tensors outputs, expected;
    for (const std::size_t i : each.at("outputs").get<std::vector<std::size_t>>()) {
      outputs.push_back(all.symbolic[i]);
      expected.push_back(all.by_hand[i]);
    }
    const Graph graph({all.symbolic.begin(), all.symbolic.begin() + inputs}, outputs);
    std::vector<int> order;
    for (const auto& owner : graph.owners()) order.push_back(all.first_steps.at(owner.get()));
    EXPECT_EQ(order, each.at("order").get<std::vector<int>>()) << each.dump();
    const Tensors computed = graph.run({all.by_hand.begin(), all.by_hand.begin() + inputs});
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_EQ(computed[i].to_vector<float>(), expected[i].to_vector<float>()) << each.dump();
  }
}

TEST(Graph, LetsGoOfWhatNobodyNeedsAnyMore) {
  const Tensor x = layers::Input({3});
  Tensor y = x;
  for (int i = 0; i < 8; ++i) y = y * 2.0;
  const Graph graph({x}, {y});
  const Tensor input = Tensor::ones({100, 3});
  const std::size_t before = memory_statistics().used;
  const Tensors outputs = graph.run({input});
  EXPECT_LE(memory_statistics().used - before, 2U * 100 * 3 * sizeof(float) + 4096);
  EXPECT_EQ(outputs[0].to_vector<float>()[0], 256);
}

}  // namespace
}  // namespace beras
