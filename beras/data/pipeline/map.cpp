#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

using Function = std::function<Structure(const Structure&)>;

class MapStream : public Stream<Structure> {
 public:
  MapStream(StreamPtr<Structure> input, Function function)
      : input_(std::move(input)), function_(std::move(function)) {}

  std::optional<Structure> next() override {
    const auto element = input_->next();
    if (!element) return std::nullopt;
    return as_constants(function_(*element));
  }

 private:
  StreamPtr<Structure> input_;
  Function function_;
};

class MapNode : public Node {
 public:
  MapNode(NodePtr input, Function function)
      : Node(input), input_(std::move(input)), function_(std::move(function)) {}
  StreamPtr<Structure> open() const override {
    return std::make_unique<MapStream>(input_->open(), function_);
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    return input_->cardinality(of_generators);
  }

 private:
  NodePtr input_;
  Function function_;
};

}  // namespace

Structure as_constants(const Structure& tensors) {
  return tensors.map(
      [](const Tensor& tensor) { return tensor.defined() ? tensor.detach() : tensor; });
}

NodePtr map(NodePtr input, Function function) {
  return std::make_shared<MapNode>(std::move(input), std::move(function));
}

}  // namespace beras::data
