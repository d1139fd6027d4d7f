// Tensors that stand for those that a model will be given, and the calls between them.
//
// A call with a symbolic argument is not made but noted: its outputs are symbolic, too. A model
// makes the calls between its inputs and its outputs each time that it is called.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/call.h>
#include <beras/core/config.h>
#include <beras/tensor/tensor_spec.h>

namespace beras {

/// The record of a call that was asked for with symbolic tensors: what tapes keep, and how to make
/// it. Its `outputs` tell shapes and dtypes alone.
struct BERAS_API SymbolicCall : Call {
  /// Makes a call of its owner with other tensors in the places of its inputs.
  using Maker =
      std::function<Tensors(const Diffable& owner, const Tensors& inputs, CallOptions options)>;
  /// Tells how the call was written, with these in the places of its inputs.
  using Writer = std::function<Config(const std::vector<Config>& inputs)>;

  SymbolicCall() = default;
  SymbolicCall(const SymbolicCall&) = delete;
  SymbolicCall& operator=(const SymbolicCall&) = delete;
  /// Lets go of the calls before it one after the other: there may be more than a stack has room
  /// for.
  ~SymbolicCall();

  /// What the call was given itself; the rest it takes over when it is made.
  CallOptions options;
  /// Empty where the owner is called with the inputs alone.
  Maker maker;
  /// For configurations. Of a layer's call it gives {"args": [...], "kwargs": {...}}, of an
  /// operator's the list of its arguments as its function takes them, or all that a configuration
  /// has of it. Empty where the inputs and the options are all there is.
  Writer writer;

  /// True for what stands for an input of a model.
  bool is_input() const { return inputs().empty(); }
  Tensors make(Tensors inputs) const;
};

/// Where a symbolic tensor comes from.
struct Symbol {
  std::shared_ptr<const SymbolicCall> call;
  /// Which of the call's outputs it is.
  std::size_t position = 0;
};

/// The same for all handles of one symbolic tensor.
using SymbolKey = std::pair<const SymbolicCall*, std::size_t>;
inline SymbolKey symbol_key(const Tensor& tensor) {
  return {tensor.symbol()->call.get(), tensor.symbol()->position};
}

/// True if any of them is symbolic.
BERAS_API bool any_symbolic(const Tensors& tensors);

/// The outputs of a call that is noted and not made. `call` is complete but for its outputs, which
/// these specs tell; they bear the name.
BERAS_API Tensors note_call(const std::shared_ptr<SymbolicCall>& call, const TensorSpecs& outputs,
                            const std::string& name);

/// What a function gives for tensors of these shapes, be they symbolic or not, found out without
/// computing anything: axes of unknown length are tried with two lengths, and what differs depends
/// on them. Within, nothing is recorded, kept, drawn or added to losses. ValueError where the rank
/// depends on an unknown length.
BERAS_API TensorSpecs specs_of(const Tensors& inputs,
                               const std::function<Tensors(const Tensors& inputs)>& function);

}  // namespace beras
