// The base of optimizers: what is done to gradients and weights before and after a step, and the
// state that belongs to each weight.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/config.h>
#include <beras/optimizers/learning_rate.h>
#include <beras/optimizers/options.h>
#include <beras/tensor/tensor.h>

namespace beras::optimizers {

/// A weight that is about to be updated.
struct WeightUpdate {
  Variable weight;
  /// Contiguous, of the weight's shape and dtype.
  Tensor gradient;
  /// Still to be multiplied with the gradient.
  double gradient_scale = 1;
  /// Still to be done, before the step.
  double weight_decay = 0;
  /// The weight's own state, as `make_slots` made it.
  Tensors slots = {};
};

/// Changes weights, in place, along their gradients.
///
/// The state of a weight (its momentum, say) belongs to the weight, whatever else is updated beside
/// it. An Optimizer is a handle to its state, iterations and learning rate: a copy shares them.
/// Updates are never recorded by tapes.
///
/// A subclass overrides `update_step`, and `make_slots` if it keeps state. Both the weight and its
/// state are changed in place:
///
/// ```cpp
/// struct Momentum : optimizers::Optimizer {
///   Momentum() : Optimizer("Momentum", {.learning_rate = 0.01}) {}
///   Tensors make_slots(const Variable& weight) const override {
///     return {slot(weight, "velocity")};
///   }
///   void update_step(Variable& weight, const Tensor& gradient, Tensors& slots,
///                    double learning_rate) override {
///     slots[0].assign(slots[0] * 0.9 - gradient * learning_rate);
///     weight += slots[0];
///   }
/// };
/// ```
class BERAS_API Optimizer {
 public:
  /// `label` is the class's name, for errors. ValueError if an option is out of its domain, or two
  /// ways of clipping are set.
  Optimizer(std::string label, OptimizerOptions options);
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = default;
  Optimizer& operator=(const Optimizer&) = default;
  /// What was moved from has a name and nothing else: any further use is a ValueError.
  // Not noexcept, as it copies that name.
  // NOLINTBEGIN(performance-noexcept-move-constructor)
  Optimizer(Optimizer&& other);
  Optimizer& operator=(Optimizer&& other);
  // NOLINTEND(performance-noexcept-move-constructor)

  /// One step of all weights along their gradients, in the order of the seed.
  ///
  /// Gradients are divided by the loss_scale_factor, accumulated if wanted, and clipped; weights
  /// decay, make their step, and are averaged if wanted.
  ///
  /// Frozen weights stay as they are, and so do those with an undefined gradient. All is checked
  /// before the first write: ValueError if the lists differ in length, a weight comes twice or no
  /// gradient is defined at all, ShapeError if a gradient has not its weight's shape, DTypeError if
  /// a weight is not floating. Empty lists do nothing.
  virtual void apply_gradients(const Tensors& weights, const Tensors& gradients);
  /// The same in the order of Keras.
  void apply(const Tensors& gradients, const Tensors& variables);

  /// Makes the state of these weights now rather than at their first update.
  virtual void build(const Tensors& variables);
  /// All state of a weight, its average and accumulated gradient last: the optimizer's own memory;
  /// none before it was made.
  virtual Tensors slots(const Variable& weight) const;
  /// Drops the state of these weights; what is updated again begins anew.
  virtual void forget(const Tensors& variables);
  /// What to differentiate instead of the loss: loss * loss_scale_factor, or the loss itself.
  ///
  /// Gradients of small losses then do not vanish in half precision; `apply` divides by the factor.
  virtual Tensor scale_loss(const Tensor& loss) const;
  /// From now on these weights, and those in whose name a regular expression of `names` is found,
  /// do not decay; those excluded before do. ValueError for what is no regular expression.
  virtual void exclude_from_weight_decay(const Tensors& variables,
                                         const std::vector<std::string>& names = {});
  /// Assigns their averages to these weights where there are some: what `fit` ends with.
  virtual void finalize_variable_values(const Tensors& variables);
  /// The number of steps done: the calls of `apply` that changed weights.
  virtual std::int64_t iterations() const;
  /// The learning rate of the next step.
  virtual double learning_rate() const;
  virtual void learning_rate(LearningRate value);
  /// True once there is state of a weight.
  virtual bool built() const;
  /// "iteration" (int64), the number of calls of `apply`; "learning_rate" (float64) if it is a
  /// number; the averages of all weights; their accumulated gradients; then their other state. The
  /// weights are in the order in which their state was made.
  ///
  /// All are the optimizer's own memory: what is assigned to them holds. Source of the order:
  /// Keras.
  virtual Tensors variables() const;
  /// Copies of `variables` by their positions, "0", "1", ...: what `save_npz` writes.
  std::map<std::string, Tensor> save_own_variables() const;
  /// Assigns them, once `build` has made the state of the weights.
  ///
  /// ValueError if there are more or fewer, ShapeError or DTypeError if one does not fit; then
  /// nothing is changed.
  void load_own_variables(const std::map<std::string, Tensor>& store);
  /// The class's name.
  const std::string& label() const { return label_; }
  /// The given name, or the class's in snake case.
  std::string name() const;
  /// The base's options, as every optimizer's configuration has them. The learning rate is that of
  /// the next step.
  Config common_config() const;
  /// The arguments that make such an optimizer again, with Keras's keys; ValueError for a class
  /// that is not registered.
  Config get_config() const;
  /// As Keras serializes it, without its state; ValueError for a class that is not registered.
  Config serialized() const;

 protected:
  /// The state of one weight; none by default. Use `slot`.
  virtual Tensors make_slots(const Variable& weight) const;
  /// How many of a weight's slots stand side by side in `variables`, weight by weight: all by
  /// default. Each further one stands after those of all weights.
  virtual std::size_t slots_side_by_side() const { return std::numeric_limits<std::size_t>::max(); }
  /// A tensor of the weight's shape and dtype, not trainable, with the name "weight/purpose".
  static Tensor slot(const Variable& weight, const std::string& purpose, double value = 0);
  /// True once the state of the weight of this id, be it empty, was made, until it is forgotten.
  bool has_state(std::uint64_t weight_id) const;

  /// What wraps another optimizer and scales the loss itself drops the other one's factor.
  static void drop_loss_scale(Optimizer& other) { other.options_.loss_scale_factor.reset(); }

  /// Changes one weight in place. `iterations()` is the number of steps before this one.
  virtual void update_step(Variable& weight, const Tensor& gradient, Tensors& slots,
                           double learning_rate);
  /// Changes all weights, for optimizers that do it in one pass; by default one after the other by
  /// `update_step`.
  virtual void update(std::span<WeightUpdate> updates, double learning_rate);

 private:
  struct State;
  struct WeightState;

  State& state() const;
  WeightState& state_of(const Variable& weight);
  // What apply_gradients does, in this order.
  std::vector<WeightUpdate> checked(const Tensors& weights, const Tensors& gradients) const;
  double checked_learning_rate() const;
  void unscale(std::span<WeightUpdate> updates) const;
  bool accumulate(std::span<WeightUpdate> updates);
  void clip(std::span<WeightUpdate> updates) const;
  void decay(std::span<WeightUpdate> updates) const;
  void average(const Tensors& weights);

  std::string label_;
  OptimizerOptions options_;
  std::shared_ptr<State> state_;
};

}  // namespace beras::optimizers
