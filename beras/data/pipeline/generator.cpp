#include <beras/base/error.h>
#include <beras/data/dataset.h>
#include <beras/data/pipeline/node_internal.h>

namespace beras::data {
namespace {

class GeneratorStream : public Stream<Structure> {
 public:
  explicit GeneratorStream(Dataset::Generator generator) : generator_(std::move(generator)) {
    if (!generator_) throw ValueError("Dataset.from_generator", "a generator", "an empty function");
  }

  std::optional<Structure> next() override {
    if (ended_) return std::nullopt;
    auto element = generator_();
    ended_ = !element;
    if (!element) return element;
    // Those behind may keep several elements, and a generator may fill one buffer again and again.
    return as_constants(element->map([](const Tensor& tensor) {
      return tensor.defined() && !tensor.is_sole_owner() ? tensor.copy() : tensor;
    }));
  }

 private:
  Dataset::Generator generator_;
  bool ended_ = false;
};

class GeneratorNode : public Node {
 public:
  explicit GeneratorNode(std::function<Dataset::Generator()> start) : start_(std::move(start)) {}
  StreamPtr<Structure> open() const override { return std::make_unique<GeneratorStream>(start_()); }
  std::int64_t cardinality(std::int64_t of_generators) const override { return of_generators; }

 private:
  std::function<Dataset::Generator()> start_;
};

}  // namespace

NodePtr from_generator(std::function<std::function<std::optional<Structure>()>()> start) {
  return std::make_shared<GeneratorNode>(std::move(start));
}

}  // namespace beras::data
