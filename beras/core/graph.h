// The calls between symbolic tensors, ready to be made.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/symbolic.h>

namespace beras {

/// All calls that lead from some symbolic tensors to others. It never changes; threads may run it
/// at once.
///
/// Its order is Keras's: by depth, which is the number of calls from there to the farthest output,
/// and then as one comes to them on the way back from the outputs.
class BERAS_API Graph {
 public:
  using Calls = std::vector<std::shared_ptr<const SymbolicCall>>;
  using Owners = std::vector<std::shared_ptr<const Diffable>>;

  /// Inputs may lie anywhere: what is before them is no part of it. ValueError for tensors that are
  /// not symbolic, an input that comes twice, and an output that depends on what is not among the
  /// inputs, naming the tensor.
  Graph(Tensors inputs, Tensors outputs);

  const Tensors& inputs() const { return inputs_; }
  const Tensors& outputs() const { return outputs_; }
  /// The calls in the order in which they are made; those that stand for inputs are among them
  /// where no other call gives these.
  const Calls& calls() const { return calls_; }
  /// Who is called, each once.
  const Owners& owners() const { return owners_; }

  /// Makes all calls with these in the places of the inputs: as by hand, and recorded like that.
  Tensors run(const Tensors& inputs) const;

 private:
  /// Where a call finds what it is given, and where it leaves what it gives: each tensor has a
  /// place.
  struct Step {
    const SymbolicCall* call;
    /// The place of each input; -1 for one that is no part of the graph.
    std::vector<int> inputs;
    int first_output;
    /// The places that nobody looks at after this call.
    std::vector<int> last_used;
  };

  void plan();

  Tensors inputs_;
  Tensors outputs_;
  Calls calls_;
  Owners owners_;
  std::vector<Step> steps_;
  std::vector<int> output_places_;
  std::size_t places_ = 0;
};

}  // namespace beras
