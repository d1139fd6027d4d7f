// Base of the transformations that choose and order elements but never look into them.
#pragma once

#include <beras/data/pipeline/node_internal.h>

namespace beras::data {

/// Starts a walk over elements (T = Structure) or over the positions of rows (T = std::int64_t).
template <typename T>
StreamPtr<T> open_as(const Node& node) {
  if constexpr (std::is_same_v<T, Structure>)
    return node.open();
  else
    return node.open_positions();
}

/// A node that is written once, as `template <typename T> StreamPtr<T> walk() const` of Derived,
/// for both kinds of walk.
template <typename Derived>
class OrderNode : public Node {
 public:
  StreamPtr<Structure> open() const override {
    if (auto tensors = rows()) return stream_rows(std::move(tensors), open_positions());
    return derived().template walk<Structure>();
  }
  std::shared_ptr<const Structure> rows() const override { return input_->rows(); }
  StreamPtr<std::int64_t> open_positions() const override {
    if (!rows()) return nullptr;
    return derived().template walk<std::int64_t>();
  }

 protected:
  explicit OrderNode(NodePtr input) : Node(input), input_(std::move(input)) {}
  const NodePtr& input() const { return input_; }

 private:
  const Derived& derived() const { return static_cast<const Derived&>(*this); }

  NodePtr input_;
};

}  // namespace beras::data
