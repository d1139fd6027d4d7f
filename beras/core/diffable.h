// Whatever can be called, has weights, and knows its own gradients: an operator, an activation, a
// layer, a loss, a model.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/call.h>
#include <beras/core/callable.h>
#include <beras/core/initializer.h>
#include <beras/core/jacobian.h>
#include <beras/core/symbolic.h>
#include <beras/core/weighted.h>

namespace beras {

class GradientTape;

/// A Callable and Weighted thing that states its gradient in whichever way is shortest:
///
/// 1. composition: `call` is written with other Diffables and operators, and nothing else is
/// stated;
/// 2. Jacobians: `get_input_gradients` and `get_weight_gradients` are overridden (the seed's way);
/// 3. products: `compose_input_gradients` and `compose_weight_gradients` are overridden (fused or
/// matrix-free kernels).
///
/// The other ways are derived from the one that is stated. While a tape records, a Diffable of kind
/// 2 or 3 puts one Call on it, and what it calls inside is not recorded; a composition puts nothing
/// of itself on it: its inner calls count.
///
/// A Diffable is a handle to its weights, sub-layers and latest call: a copy shares them.
/// ValueError for a call of one that was moved from.
class BERAS_API Diffable : public Callable,
                           public Weighted,
                           public std::enable_shared_from_this<Diffable> {
 public:
  Diffable();
  Diffable(const Diffable& other);
  Diffable(Diffable&& other) noexcept;
  Diffable& operator=(const Diffable& other);
  Diffable& operator=(Diffable&& other) noexcept;
  ~Diffable() override;

  /// The innermost tape that records on this thread, or none.
  static GradientTape* gradient_tape();

  /// The names of the arguments of `call`, for those passed by position; {"x"} by default.
  virtual std::vector<std::string> argument_names() const { return {"x"}; }

  // The call at hand: the one whose gradient is being asked for, else the latest. ValueError before
  // the first call.
  /// The names of the arguments that were passed.
  std::vector<std::string> argnames() const;
  /// {name: value} of the arguments that were passed.
  std::map<std::string, Tensor> input_dict() const;
  /// The arguments in the order of `call`.
  const Tensors& inputs() const;
  const Tensors& outputs() const;

  /// Local gradients with respect to each input: one Jacobian for each (output, input), output by
  /// output.
  virtual Jacobians get_input_gradients() const;
  /// Local gradients with respect to each weight: one Jacobian for each (output, weight), output by
  /// output.
  virtual Jacobians get_weight_gradients() const;
  /// The upstream gradients J (one for each output, of its shape), composed with the input
  /// Jacobians: one tensor for each input, undefined where none flows. Without J, the values of the
  /// local Jacobians themselves.
  ///
  /// A rule that gives fewer or more tensors than there are inputs is a ValueError when a tape asks
  /// it: `{}` is a rule that was forgotten, not one through which nothing flows.
  virtual Tensors compose_input_gradients(const Tensors& J = {}) const;
  /// The same for the weights, summed over the batch: one tensor for each weight, or a ValueError.
  virtual Tensors compose_weight_gradients(const Tensors& J = {}) const;

  /// The floating-point operations of the gradient at hand, as far as it is asked for
  /// (`wants_input`). 0 (the default) where none are stated: then those of what the rule calls
  /// count.
  virtual double gradient_flops() const { return 0; }

  /// The outputs of a call with arguments of these shapes (-1: not known), found out without
  /// computing anything. A layer is built by it.
  virtual TensorSpecs compute_output_spec(const Arguments& arguments,
                                          CallOptions options = {}) const;
  /// What it goes by among the parts of a graph: its name, or its label where it has none.
  virtual std::string graph_name() const { return label(); }
  /// Its calls with symbolic tensors, in their order, as far as such a tensor or a model still has
  /// them.
  std::vector<std::shared_ptr<const SymbolicCall>> symbolic_calls() const;
  /// Notes a call with symbolic tensors that is made by `maker` when a model makes it, as where
  /// arguments that are no tensors are to be passed, too. `outputs` is what it gives, if it is
  /// known, `writer` tells of the call in configurations.
  Tensors note_call_by(const Arguments& arguments, CallOptions options, SymbolicCall::Maker maker,
                       std::optional<TensorSpecs> outputs = std::nullopt,
                       SymbolicCall::Writer writer = {}) const;

  /// Own weights in the order of add_weight, then those of the sub-layers in the order of add. One
  /// that comes several times, as where layers share a part, is listed where it comes first.
  Tensors weights() const override;
  using Weighted::trainable;
  void trainable(bool value) override;
  /// True after trainable(false): a batch normalisation then uses its moving statistics even in
  /// training.
  bool frozen() const;
  /// The sub-layers, in the order of add.
  const std::vector<std::shared_ptr<Diffable>>& children() const;
  /// True if both are copies of one thing, so that they share weights and sub-layers.
  bool same_as(const Diffable& other) const { return state_ && state_ == other.state_; }

 protected:
  /// How the gradient is stated. Found out by asking the four functions above once, unless
  /// overridden.
  enum class Rule : std::uint8_t { composition, jacobians, products };
  virtual Rule rule() const;

  /// The same function written with other Diffables, for one whose stated rule is not
  /// differentiable itself: it takes the rule's place where a further tape records the walk, so
  /// that second derivatives need no further kernels. None by default.
  virtual std::optional<Tensors> composition(const Arguments& arguments) const;

  /// Runs before every call, outside any record: layers build themselves here.
  virtual void prepare(const Arguments&) const {}

  Tensors invoke_symbolically(const Arguments& arguments, CallOptions options) const override;
  /// What graphs keep of it, whatever becomes of this object: itself where a shared pointer owns
  /// it, else a copy that shares all with it. ValueError for a class of which no copy can be made.
  virtual std::shared_ptr<const Diffable> graph_handle() const;
  /// What `make` gives, made anew only where no graph keeps what it gave to a copy of this.
  std::shared_ptr<const Diffable> kept_once(
      const std::function<std::shared_ptr<const Diffable>()>& make) const;

  /// A weight of this Diffable, made by the initializer, with its regularizer and constraint.
  /// Copies that add their weights in the same order get the same weights: ShapeError if one asks
  /// for another shape.
  Variable add_weight(const std::string& name, const Shape& shape, const Initializer& initializer,
                      WeightOptions options = {});
  /// Owns a sub-layer: its weights become weights of this Diffable. The reference lives as long as
  /// any copy of this.
  template <typename Child>
  Child& add(Child child) {
    auto owned = std::make_shared<Child>(std::move(child));
    add_child(owned);
    return *owned;
  }
  void add_child(std::shared_ptr<Diffable> child);
  void remove_last_child();
  /// Lets go of a sub-layer: its weights are no longer weights of this Diffable.
  void remove_child(const Diffable& child);
  /// Lets go of a weight that add_weight made.
  void remove_weight(const Tensor& weight);
  /// Lets go of what it shares with copies: it then has no weights, sub-layers or latest call.
  void start_anew();
  /// Those that add_weight made, without the sub-layers'.
  Tensors own_weights() const;
  /// Runs a function that adds weights and sub-layers; if it throws, what it added is taken back.
  void all_or_none(const std::function<void()>& add);

  /// Inside `forward`: puts a tensor aside for the gradient.
  void save(Tensor value) const;
  /// Inside a gradient: what `forward` put aside, in that order.
  const Tensor& saved(std::size_t position) const;
  /// Inside a gradient: true if the gradient of this input is asked for; what is not may be left
  /// undefined.
  bool wants_input(std::size_t position) const;
  /// Inside a gradient: true if a result may be written over J[k], which nobody else will read.
  bool may_overwrite(const Tensor& upstream) const;

  Tensors invoke(const Arguments& arguments) const override;
  Tensors& frozen_weights() override;

  struct Stateless {};
  /// For operators: no weights, no latest call, nothing allocated.
  explicit Diffable(Stateless) noexcept {}
  /// What a tape keeps to ask later; operators give a copy of themselves.
  virtual std::shared_ptr<const Diffable> handle() const;

 private:
  friend class GradientWalk;
  struct State;

  const Call& current_call() const;
  Rule ask_rule() const;
  Tensors compose_jacobians(const Tensors& J, const Jacobians& jacobians,
                            const Tensors& sources) const;
  /// Gradients of the composition, run again under a tape of its own; none if there is none.
  std::optional<Tensors> replay(const Tensors& J, const Tensors& sources) const;
  [[noreturn]] void throw_half_stated(const char* stated, const char* missing) const;
  Jacobians explicit_jacobians(const Tensors& sources, bool for_weights) const;
  Tensors invoke_composition(const Arguments& arguments) const;
  Tensors invoke_rule(const Arguments& arguments) const;
  std::shared_ptr<Call> open_call(const Arguments& arguments) const;

  struct Gradients {
    Tensors inputs;
    Tensors weights;
  };
  /// What a tape asks of one record: gradients for the wanted inputs, and for all weights if any is
  /// wanted.
  static Gradients gradients_of(const Call& call, const Tensors& J,
                                const std::vector<bool>& wanted_inputs, bool wants_weights);

  Gradients local_gradients(const Call& call, const Tensors& J,
                            const std::vector<bool>& wanted_inputs, bool wants_weights) const;

  std::shared_ptr<State> state_;
  std::shared_ptr<Anchor> anchor_;
  std::size_t added_weights_ = 0;
};

}  // namespace beras
