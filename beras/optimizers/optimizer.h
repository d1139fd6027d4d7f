// The base of optimizers: checks, clipping and weight decay, and the state that belongs to each
// weight.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/learning_rate.h>
#include <beras/tensor/tensor.h>

namespace beras::optimizers {

/// Options that every optimizer has. At most one way of clipping may be set.
struct OptimizerOptions {
  LearningRate learning_rate = 0.001;
  /// Decoupled decay of every weight, biases included: w -= w * weight_decay * learning_rate,
  /// before the step.
  double weight_decay = 0;
  /// Each gradient g becomes g * clipnorm / max(|g|, clipnorm), with |g| its Euclidean norm.
  std::optional<double> clipnorm = std::nullopt;
  /// Each element is clipped to [-clipvalue, clipvalue].
  std::optional<double> clipvalue = std::nullopt;
  /// All gradients are multiplied with global_clipnorm / max(N, global_clipnorm), with N the norm
  /// of all of them together.
  std::optional<double> global_clipnorm = std::nullopt;
};

// Those fields of an options struct, as parameters of a signature.
template <typename Options>
constexpr auto clipping_fields() {
  return std::tuple(FIELD(Options, clipnorm), FIELD(Options, clipvalue),
                    FIELD(Options, global_clipnorm));
}
template <typename Options>
constexpr auto decay_and_clipping_fields() {
  return std::tuple_cat(std::tuple(FIELD(Options, weight_decay)), clipping_fields<Options>());
}

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
  /// ValueError if an option is out of its domain, or two ways of clipping are set.
  Optimizer(std::string name, OptimizerOptions options);
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = default;
  Optimizer& operator=(const Optimizer&) = default;
  /// What was moved from has a name and nothing else: any further use is a ValueError.
  Optimizer(Optimizer&& other);
  Optimizer& operator=(Optimizer&& other);

  /// One step of all weights along their gradients, in the order of the seed.
  ///
  /// Frozen weights stay as they are, and so do those with an undefined gradient. All is checked
  /// before the first write: ValueError if the lists differ in length, a weight comes twice or no
  /// gradient is defined at all, ShapeError if a gradient has not its weight's shape, DTypeError if
  /// a weight is not floating. Empty lists do nothing.
  void apply_gradients(const Tensors& weights, const Tensors& gradients);
  /// The same in the order of Keras.
  void apply(const Tensors& gradients, const Tensors& variables);

  /// Makes the state of these weights now rather than at their first update.
  void build(const Tensors& variables);
  /// The state of a weight, the optimizer's own memory; none before it was made.
  Tensors slots(const Variable& weight) const;
  /// Drops the state of these weights; what is updated again begins anew.
  void forget(const Tensors& variables);
  /// The number of steps done.
  std::int64_t iterations() const;
  /// The learning rate of the next step.
  double learning_rate() const;
  void learning_rate(LearningRate value);
  /// The number of iterations (int64), then the state of each weight in the order in which it was
  /// made. All are the optimizer's own memory: what is assigned to them holds.
  Tensors variables() const;
  /// Copies of `variables` by their positions, "0", "1", ...: what `save_npz` writes.
  std::map<std::string, Tensor> save_own_variables() const;
  /// Assigns them, once `build` has made the state of the weights.
  ///
  /// ValueError if there are more or fewer, ShapeError or DTypeError if one does not fit; then
  /// nothing is changed.
  void load_own_variables(const std::map<std::string, Tensor>& store);
  const std::string& name() const { return name_; }
  /// Its name: what every optimizer's configuration has.
  Config common_config() const;
  /// The arguments that make such an optimizer again, with Keras's keys; ValueError for a class
  /// that is not registered.
  Config get_config() const;

 protected:
  /// The state of one weight; none by default. Use `slot`.
  virtual Tensors make_slots(const Variable& weight) const;
  /// A tensor of the weight's shape and dtype, not trainable, with the name "weight/purpose".
  static Tensor slot(const Variable& weight, const std::string& purpose, double value = 0);
  /// True once the state of the weight of this id, be it empty, was made, until it is forgotten.
  bool has_state(std::uint64_t weight_id) const;

  /// Changes one weight in place. `iterations()` is the number of steps before this one.
  virtual void update_step(Variable& weight, const Tensor& gradient, Tensors& slots,
                           double learning_rate);
  /// Changes all weights, for optimizers that do it in one pass; by default one after the other by
  /// `update_step`.
  virtual void update(std::span<WeightUpdate> updates, double learning_rate);

 private:
  struct State;

  State& state() const;
  std::vector<WeightUpdate> checked(const Tensors& weights, const Tensors& gradients) const;
  void clip(std::span<WeightUpdate> updates) const;
  Tensors& slots_of(const Variable& weight);

  std::string name_;
  OptimizerOptions options_;
  std::shared_ptr<State> state_;
};

}  // namespace beras::optimizers
