#include <algorithm>

#include <beras/data/pipeline/node_internal.h>

namespace beras::data {

Node::Node(std::span<const NodePtr> inputs) {
  for (const NodePtr& input : inputs) depth_ = std::max(depth_, input->depth() + 1);
}

}  // namespace beras::data
