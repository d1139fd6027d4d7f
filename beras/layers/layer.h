// The base of layers: a Diffable that makes its weights when it first sees the shape of its input,
// and has a name.
#pragma once

#include <array>
#include <atomic>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/diffable.h>
#include <beras/core/signature.h>
#include <beras/metrics/metric.h>
#include <beras/regularizers/get.h>
#include <beras/tensor/dtype_policy_map.h>

namespace beras {
class ModelClones;
class SeedGenerator;
class Sequential;
}  // namespace beras

namespace beras::layers {

/// What every layer takes; the option structs of layers have the same fields, most without the
/// activity regularizer, which any layer may be given later.
struct LayerOptions {
  /// The class's name in snake case, numbered, if left out: "dense", "dense_1" ...
  std::string name = {};
  /// The type of the weights and of what is computed, a policy such as "mixed_bfloat16", or a
  /// DTypePolicyMap.
  DTypePolicy dtype = {};
  /// False freezes it from the start.
  bool trainable = true;
  /// What its outputs add to the loss, divided by the length of their first axis.
  regularizers::AnyRegularizer activity_regularizer = {};
};

/// Those fields of an options struct, as parameters of a signature.
template <typename Options>
constexpr auto layer_fields() {
  return std::tuple(FIELD(Options, name), FIELD(Options, dtype));
}

/// A Diffable with weights whose shapes follow from its input.
///
/// ```cpp
/// struct Linear : layers::Layer {
///   Variable kernel;
///   void create_weights(const Shape& input_shape) override {
///     kernel = add_weight("kernel", {input_shape.back(), 10}, initializers::GlorotUniform());
///   }
///   Tensor call(const Tensor& x) const override { return ops::matmul(x, kernel); }
/// };
/// ```
///
/// A call casts its floating inputs to the dtype that the layer computes in. A layer for mixed
/// policies casts its weights too: `ops::matmul(x, cast(kernel))`.
///
/// Shapes that a layer is asked about have the batch first; an axis of length -1 is not known. A
/// copy of a layer has its weights and its name, whether it was made before or after the weights.
/// As the first call makes the weights, do not declare a layer const before that. A weight changes
/// by `assign`: another tensor in its member would be used, but neither trained nor saved.
///
/// Masks travel with tensors (`Tensor::mask`): a layer that supports masking passes that of its
/// first input on to its outputs; another one warns that it ends there. One whose `argument_names`
/// have "mask" is given it there; of several inputs, "x_mask" is that of "x".
///
/// The layers that its `call` calls are those that it has added. While a tape records, ValueError
/// for another one that could be trained, as nobody would.
class BERAS_API Layer : public Diffable {
 public:
  explicit Layer(LayerOptions options = {});

  /// Makes the weights for inputs of this shape, unless they are there: the first call does it with
  /// its own input's shape. Threads may call one layer that is not built at once.
  void build(const Shape& input_shape) { build_for({input_shape}, true); }
  /// The same for a layer of several inputs: the shapes of all, in the order of `call`'s arguments.
  // Second to the one above for `{}`, which is one shape.
  template <std::same_as<std::vector<Shape>> Shapes = std::vector<Shape>>
  void build(const std::type_identity_t<Shapes>& input_shapes) {
    build_for(input_shapes, true);
  }
  /// True once the weights are there, be it that a copy has made them.
  bool built() const { return facts_.built.load(std::memory_order_acquire) || built_as_copy(); }
  // These six throw ValueError for a layer that is not built.
  /// The shape that it was built for, with -1 for the batch.
  const Shape& input_shape() const { return input_shapes().front(); }
  /// Of each input; empty for one that was not given.
  const std::vector<Shape>& input_shapes() const;
  Shape output_shape() const { return compute_output_shape(input_shape()); }
  /// The number of elements of all weights.
  std::int64_t count_params() const;
  /// Copies of the values of all weights, in the order of `weights`.
  Tensors get_weights() const;
  /// Writes values over all weights; ValueError if their number, ShapeError if a shape does not
  /// fit, and then nothing is written.
  void set_weights(const Tensors& values);

  /// What its first call with symbolic tensors was given, and what it gave, as long as a tensor or
  /// a model has it. ValueError where there is none, and where there are several of them
  /// (`symbolic_calls()` has all).
  virtual Tensor input() const;
  virtual Tensor output() const;

  /// The shape of the output for an input of that shape. Found out by a trial call without values
  /// unless overridden; axes that follow from unknown ones are -1.
  virtual Shape compute_output_shape(const Shape& input_shape) const;

  /// Automatic names are numbered in the order in which they are asked for: C++ does not say in
  /// which order the arguments of a constructor are made.
  const std::string& name() const;
  std::string graph_name() const override { return name(); }
  /// "dense_1 (Dense)".
  std::string title() const override { return name() + " (" + label() + ")"; }
  /// Where it is: its name, after those of the layers that built it, "model/block/dense". Empty
  /// before it is built.
  std::string path() const;
  /// That of the weights; what is computed has `compute_dtype`. With a DTypePolicyMap both are
  /// those of the layer's path once it is built, and those of the map's default before.
  DType dtype() const { return facts_.policy.variable_dtype(); }
  DType compute_dtype() const { return facts_.policy.compute_dtype(); }
  /// As it was given.
  const DTypePolicy& dtype_policy() const { return facts_.dtype; }
  /// What its outputs add to the loss of each call, divided by the batch size; none by default.
  const regularizers::AnyRegularizer& activity_regularizer() const {
    return facts_.activity_regularizer;
  }
  void activity_regularizer(regularizers::AnyRegularizer value) {
    facts_.activity_regularizer = std::move(value);
  }
  /// What it adds to the loss besides what it computes: what this thread's latest call of it added,
  /// predictions aside, layer by layer, and what its trainable weights add by their regularizers.
  /// A model's loss contains their sum.
  Tensors losses() const;
  /// Inside `call`: adds a number to the loss of this call. ValueError in a class that states its
  /// gradients itself, as they know nothing of it.
  void add_loss(const Tensor& value) const;

  /// True if masks go through it: those of its inputs are right for its outputs. Set it in the
  /// constructor; false by default.
  bool supports_masking() const { return facts_.supports_masking; }
  void supports_masking(bool value) { facts_.supports_masking = value; }
  /// The mask of the output for an input and its mask, which may be undefined, as may the result.
  /// The input's, by default, where masking is supported.
  virtual Tensor compute_mask(const Tensor& x, const Tensor& mask) const;
  /// The masks of the outputs, as far as there are some, for all inputs and their masks (none, if
  /// no input has one). That of `compute_mask` for the first input by default.
  virtual Tensors compute_masks(const Tensors& inputs, const Tensors& masks) const;

  /// All of its state: its weights, the states of its random generators
  /// (`random::seed_state`), then the same of its sub-layers; each once.
  Tensors variables() const;
  /// The metrics that it and its sub-layers have added.
  virtual std::vector<std::shared_ptr<metrics::Metric>> metrics() const;
  /// Those that it has added itself.
  const std::vector<std::shared_ptr<metrics::Metric>>& own_metrics() const;
  /// The state of its metrics.
  Tensors metrics_variables() const;

  /// Its name, whether it is trainable, its dtype policy, and its activity regularizer if it has
  /// one: what every layer's configuration has.
  Config common_config() const;
  static constexpr std::array<std::string_view, 4> common_keys = {"name", "trainable", "dtype",
                                                                  "activity_regularizer"};
  /// Takes what a configuration has of these, whether the constructor takes them or not.
  void set_common_config(const Config& config);
  /// The arguments that make such a layer again, with Keras's keys; ValueError for a class that is
  /// not registered.
  Config get_config() const;
  /// What it is built for, {"input_shape": ...}; null where it is not built, and where it needs not
  /// be.
  virtual Config get_build_config() const;
  /// As Keras serializes it: its class, its configuration, and what it is built for, if it is.
  /// ValueError for a class that is not registered.
  Config serialized() const;
  /// False: inputs stay as they are.
  void autocast(bool value) { facts_.autocast = value; }

 protected:
  /// ValueError for a layer that was moved from.
  void check_not_moved() const;
  /// Adds the weights; called once, before the first call.
  virtual void create_weights(const Shape&) {}
  /// The same for a layer of several inputs whose weights depend on more than the first of them.
  virtual void create_weights_for(const std::vector<Shape>& input_shapes) {
    create_weights(input_shapes.front());
  }
  /// Builds the sub-layers that `create_weights` has not built, where `build` was asked for: a call
  /// builds them itself as it comes to them.
  virtual void build_parts(const Shape&) {}
  /// Throws ShapeError if an input of this shape (-1: not known) does not fit; called before the
  /// weights are made and before each call.
  virtual void check_input_shape(const Shape&) const {}
  /// The same for a layer of several inputs.
  virtual void check_input_shapes(const std::vector<Shape>& input_shapes) const {
    check_input_shape(input_shapes.front());
  }

  /// A metric of its own, for `call` or `train_step` to update: a model that holds the layer begins
  /// it anew each epoch and reports it. The reference lives as long as any copy of this.
  template <std::derived_from<metrics::Metric> Metric>
  Metric& add_metric(Metric metric) {
    auto owned = std::make_shared<Metric>(std::move(metric));
    facts_.held->metrics.push_back(owned);
    return *owned;
  }
  /// Lists the generator's state among its `variables`. A class that adds one overrides
  /// `become_independent`, where a copy makes and adds its own.
  void add_seed_generator(std::shared_ptr<SeedGenerator> generator);
  /// Holds these alone from now on.
  void hold_metrics(std::vector<std::shared_ptr<metrics::Metric>> all);
  void hold_seed_generators(std::vector<std::shared_ptr<SeedGenerator>> all);
  const std::vector<std::shared_ptr<SeedGenerator>>& own_seed_generators() const;
  /// The path that it is built with, wherever that happens: what is restored has one already.
  void path(std::string value) { facts_.built_for->given_path = std::move(value); }

  /// A weight as it is computed with: in the dtype for that; undefined if it is. The gradient is
  /// cast back.
  Tensor cast(const Tensor& weight) const;

  void prepare(const Arguments& arguments) const override;
  std::shared_ptr<const Diffable> graph_handle() const override;
  Tensors invoke(const Arguments& arguments) const override;

  /// Turns a copy into a layer of the same make that shares nothing with the others, is called the
  /// same, and is not built. Override it where copies share something besides weights.
  virtual void become_independent();

 private:
  friend class beras::ModelClones;
  friend class beras::Sequential;

  /// Lets `independent` know what to copy.
  template <typename Class>
  void of_class() {
    if constexpr (std::copy_constructible<Class>) {
      facts_.copy = [](const Layer& layer) -> std::shared_ptr<Layer> {
        return std::make_shared<Class>(static_cast<const Class&>(layer));
      };
    }
  }
  /// A layer of the same configuration; null where the class is not registered.
  std::shared_ptr<Layer> made_again() const;
  /// A layer of the same make that shares nothing with this; ValueError if it cannot be told how to
  /// make one.
  std::shared_ptr<Layer> independent() const;

  /// What any copy was built for, shared like the name.
  struct BuiltFor {
    std::atomic<bool> known = false;
    std::vector<Shape> shapes;
    std::string path;
    std::string given_path;
  };
  /// What copies share besides weights and sub-layers.
  struct Held {
    std::vector<std::shared_ptr<metrics::Metric>> metrics;
    std::vector<std::shared_ptr<SeedGenerator>> seed_generators;
  };

  struct Facts {
    Facts() = default;
    Facts(const Facts& other);
    Facts(Facts&& other) noexcept;
    Facts& operator=(const Facts& other);
    Facts& operator=(Facts&& other) noexcept;

    DTypePolicy dtype;
    /// That of its path, where `dtype` is a map.
    DTypePolicy policy;
    bool autocast = true;
    bool supports_masking = false;
    regularizers::AnyRegularizer activity_regularizer;
    // Shared by copies, as it may be given after the copy was made; none after a move.
    std::shared_ptr<std::string> name;
    std::vector<Shape> input_shapes;
    std::atomic<bool> built = false;
    std::shared_ptr<BuiltFor> built_for;
    std::shared_ptr<Held> held;
    bool followed_copy = false;
    std::shared_ptr<Layer> (*copy)(const Layer&) = nullptr;
  };

  void build_for(const std::vector<Shape>& input_shapes, bool with_parts);
  /// Of the arguments, without masks.
  std::vector<Shape> shapes_of(const Arguments& arguments) const;
  bool built_as_copy() const;
  void check_built() const;
  void check_caller() const;
  /// Its path if it were built now.
  std::string path_here() const;
  void find_policy();
  struct Variables;
  void add_variables(Variables& variables) const;
  /// The arguments with the masks of inputs in the places for them, where there are both.
  std::optional<Arguments> with_masks(const Arguments& arguments) const;
  /// Gives the outputs their masks.
  void pass_masks(const Arguments& arguments, Tensors& outputs) const;
  /// Calls it with floating inputs in the dtype that it computes in.
  Tensors invoke_casted(const Arguments& arguments) const;

  /// Forgets what it and its parts have added on this thread.
  void forget_losses() const;
  void keep_loss(const Tensor& value) const;
  /// ValueError for a class that states its gradients.
  void check_may_add_losses() const;
  void add_activity_losses(const Tensors& outputs) const;

  Facts facts_;
};

}  // namespace beras::layers
