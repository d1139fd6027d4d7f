#include "ops.h"

#include <map>

#include <beras/beras.h>

namespace bench {

using beras::Tensor;
namespace ops = beras::ops;

Op find_op(const std::string& name) {
  using T = const Tensor&;
  static const std::map<std::string, Op> table = {
      {"add", [](T a, T b, T) { return a + b; }},
      {"multiply_add", [](T a, T b, T c) { return ops::multiply_add(a, b, c); }},
      {"exp", [](T a, T, T) { return ops::exp(a); }},
      {"tanh", [](T a, T, T) { return ops::tanh(a); }},
      {"gelu", [](T a, T, T) { return beras::activations::gelu(a); }},
      {"sum", [](T a, T, T) { return ops::sum(a); }},
      {"max", [](T a, T, T) { return ops::max(a); }},
      {"mean_columns", [](T a, T, T) { return ops::mean(a, 0); }},
      {"mean_rows", [](T a, T, T) { return ops::mean(a, 1); }},
  };
  return table.at(name);
}

}  // namespace bench
