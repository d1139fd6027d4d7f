#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

using Function = std::function<Tensors(const Tensors&)>;

class MapStream : public Stream<Tensors> {
 public:
  MapStream(StreamPtr<Tensors> input, Function function)
      : input_(std::move(input)), function_(std::move(function)) {}

  std::optional<Tensors> next() override {
    const auto element = input_->next();
    if (!element) return std::nullopt;
    return as_constants(function_(*element));
  }

 private:
  StreamPtr<Tensors> input_;
  Function function_;
};

class MapNode : public Node {
 public:
  MapNode(NodePtr input, Function function)
      : Node(input), input_(std::move(input)), function_(std::move(function)) {}
  StreamPtr<Tensors> open() const override {
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

Tensors as_constants(const Tensors& tensors) {
  Tensors constants;
  constants.reserve(tensors.size());
  for (const Tensor& tensor : tensors) constants.push_back(tensor.detach());
  return constants;
}

NodePtr map(NodePtr input, Function function) {
  return std::make_shared<MapNode>(std::move(input), std::move(function));
}

}  // namespace beras::data
