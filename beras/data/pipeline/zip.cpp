#include <algorithm>

#include <beras/data/dataset.h>
#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

class ZipStream : public Stream<Structure> {
 public:
  explicit ZipStream(std::vector<StreamPtr<Structure>> inputs) : inputs_(std::move(inputs)) {}

  std::optional<Structure> next() override {
    std::vector<Structure> together;
    for (const auto& input : inputs_) {
      const auto element = input->next();
      if (!element) return std::nullopt;
      if (element->is_tensor() || element->kind() == Structure::Kind::map)
        together.push_back(*element);
      else
        together.insert(together.end(), element->items().begin(), element->items().end());
    }
    return Structure::tuple(std::move(together));
  }

 private:
  std::vector<StreamPtr<Structure>> inputs_;
};

class ZipNode : public Node {
 public:
  explicit ZipNode(std::vector<NodePtr> inputs) : Node(inputs), inputs_(std::move(inputs)) {}

  StreamPtr<Structure> open() const override {
    std::vector<StreamPtr<Structure>> streams;
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
