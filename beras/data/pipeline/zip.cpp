#include <algorithm>

#include <beras/data/dataset.h>
#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

class ZipStream : public Stream<Tensors> {
 public:
  explicit ZipStream(std::vector<StreamPtr<Tensors>> inputs) : inputs_(std::move(inputs)) {}

  std::optional<Tensors> next() override {
    Tensors together;
    for (const auto& input : inputs_) {
      const auto element = input->next();
      if (!element) return std::nullopt;
      together.insert(together.end(), element->begin(), element->end());
    }
    return together;
  }

 private:
  std::vector<StreamPtr<Tensors>> inputs_;
};

class ZipNode : public Node {
 public:
  explicit ZipNode(std::vector<NodePtr> inputs) : Node(inputs), inputs_(std::move(inputs)) {}

  StreamPtr<Tensors> open() const override {
    std::vector<StreamPtr<Tensors>> streams;
    for (const NodePtr& input : inputs_) streams.push_back(input->open());
    return std::make_unique<ZipStream>(std::move(streams));
  }
  std::int64_t cardinality(std::int64_t of_generators) const override {
    std::int64_t shortest = Dataset::infinite;
    for (const NodePtr& input : inputs_) {
      const std::int64_t length = input->cardinality(of_generators);
      if (length == Dataset::unknown) return Dataset::unknown;
      if (length == Dataset::infinite) continue;
      shortest = shortest == Dataset::infinite ? length : std::min(shortest, length);
    }
    return shortest;
  }

 private:
  std::vector<NodePtr> inputs_;
};

}  // namespace

NodePtr zip(std::vector<NodePtr> inputs) { return std::make_shared<ZipNode>(std::move(inputs)); }

}  // namespace beras::data
