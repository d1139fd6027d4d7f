#include <beras/tensor/index.h>
#include <beras/tensor/tensor.h>

namespace beras {

Index::Index(const Tensor& indices) : entry_(std::make_shared<const Tensor>(indices)) {}

}  // namespace beras
