#include <algorithm>
#include <limits>

#include <beras/data/pipeline/node_internal.h>

namespace beras::data {

Node::Node(std::span<const NodePtr> inputs) {
  width_ = 0;
  for (const NodePtr& input : inputs) {
    depth_ = std::max(depth_, input->depth() + 1);
    if (__builtin_add_overflow(width_, input->width(), &width_))
      width_ = std::numeric_limits<std::int64_t>::max();
  }
}

}  // namespace beras::data
