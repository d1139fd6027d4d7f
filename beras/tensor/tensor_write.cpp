// What may be written in place.
#include <beras/base/error.h>
#include <beras/tensor/copy.h>

namespace beras {

void check_writable(const Tensor& tensor, std::string_view who) {
  if (tensor.is_symbolic()) {
    throw ValueError(who, "a tensor that holds values",
                     "a symbolic one of shape " + to_string(tensor.shape()),
                     "Compute another tensor of it");
  }
  if (!tensor.writable()) {
    throw ValueError(who, "memory that can be written to",
                     "a tensor of shape " + to_string(tensor.shape()) + " on read-only memory",
                     "Use copy()");
  }
  for (std::size_t axis = 0; axis < tensor.rank(); ++axis) {
    if (tensor.shape()[axis] > 1 && tensor.strides()[axis] == 0) {
      throw ValueError(who, "a tensor whose elements lie apart",
                       "a view of shape " + to_string(tensor.shape()) + " with strides " +
                           to_string(tensor.strides()),
                       "Use copy() before writing to what broadcast_to gives");
    }
  }
}

}  // namespace beras
