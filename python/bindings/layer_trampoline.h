// Layers that may be built, and say their output's shape, in Python.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <beras/base/random.h>
#include <beras/core/adopted_internal.h>
#include <beras/layers/layer.h>

#include "bindings/conversions.h"
#include "bindings/trampoline.h"

namespace beras::python {

/// What bindings ask of a layer past its Python class.
class LayerShell {
 public:
  virtual ~LayerShell() = default;
  virtual Shape plain_compute_output_shape(const Shape& input_shape) const = 0;
  /// What the engine's class does to build: `super().build(...)`.
  virtual void plain_build(const Shape& input_shape) = 0;

  /// All that a copy needs besides what the layer was made with.
  struct Contents {
    /// The weights of its own, in the order in which they were made.
    Tensors weights;
    /// Where those of the engine's class begin and end among them, if they have been made.
    std::optional<std::pair<std::size_t, std::size_t>> of_engine;
    /// What it is built for, and where, if it is.
    std::optional<Shape> input_shape;
    std::string path = {};
  };
  virtual Contents contents() const = 0;
  virtual void hold(std::vector<std::shared_ptr<metrics::Metric>> metrics,
                    std::vector<std::shared_ptr<SeedGenerator>> seed_generators) = 0;
  /// Makes a layer that is new what the other was.
  virtual void restore(const Contents& contents) = 0;
};

/// A layer: it may be built, and say its output's shape, in Python.
template <typename Base>
class LayerTrampoline : public Trampoline<Base>, public LayerShell {
 public:
  using Trampoline<Base>::Trampoline;

  Shape compute_output_shape(const Shape& input_shape) const override {
    if (!this->overrides(Hook::compute_output_shape))
      return plain_compute_output_shape(input_shape);
    const Lock lock;
    return returned<Shape>(this->ask("compute_output_shape", input_shape), this->label());
  }
  TensorSpecs compute_output_spec(const Arguments& arguments, CallOptions options) const override {
    if (!this->overrides(Hook::compute_output_shape) || arguments.size() != 1)
      return Base::compute_output_spec(arguments, options);
    this->prepare(arguments);
    return {{compute_output_shape(arguments[0].shape()), this->compute_dtype()}};
  }
  Shape plain_compute_output_shape(const Shape& input_shape) const final {
    // What a Python class computes is found out by running it, not by what it derives from.
    return this->overrides(Hook::call) ? layers::Layer::compute_output_shape(input_shape)
                                       : Base::compute_output_shape(input_shape);
  }
  Tensors compute_masks(const Tensors& inputs, const Tensors& masks) const override {
    if (!this->overrides(Hook::compute_mask)) return Base::compute_masks(inputs, masks);
    const Lock lock;
    return tensors_from(this->ask("_engine_compute_mask", inputs, masks));
  }
  void hold(std::vector<std::shared_ptr<metrics::Metric>> metrics,
            std::vector<std::shared_ptr<SeedGenerator>> seed_generators) final {
    this->hold_metrics(std::move(metrics));
    if (!generators_of_engine_) generators_of_engine_ = this->own_seed_generators();
    auto all = *generators_of_engine_;
    all.insert(all.end(), seed_generators.begin(), seed_generators.end());
    this->hold_seed_generators(std::move(all));
  }
  void plain_build(const Shape& input_shape) final {
    const std::size_t begin = this->own_weights().size();
    Base::create_weights(input_shape);
    of_engine_ = {begin, this->own_weights().size()};
  }
  void let_go_weight(const Tensor& weight) final {
    const Tensors own = this->own_weights();
    std::size_t place = 0;
    while (place < own.size() && own[place].id() != weight.id()) ++place;
    Trampoline<Base>::let_go_weight(weight);
    if (!of_engine_) return;
    if (place < of_engine_->first) --of_engine_->first;
    if (place < of_engine_->second) --of_engine_->second;
  }
  Contents contents() const final {
    return {.weights = this->own_weights(),
            .of_engine = of_engine_,
            .input_shape = this->built() ? std::optional(this->input_shape()) : std::nullopt,
            .path = this->path()};
  }
  void restore(const Contents& contents) final {
    // Weights that are there are taken, in their order, by whoever shares them and adds weights.
    Trampoline<Diffable> sharing;
    static_cast<Diffable&>(sharing) = *this;
    for (const Tensor& weight : contents.weights) take(sharing, weight);
    if (!contents.input_shape) return take_all(contents, {});
    restored_ = &contents;
    this->path(contents.path);
    this->build(*contents.input_shape);
    restored_ = nullptr;
  }

 protected:
  void create_weights(const Shape& input_shape) override {
    if (restored_) {
      take_all(*restored_, input_shape);
    } else if (!this->overrides(Hook::build)) {
      plain_build(input_shape);
    } else {
      const Lock lock;
      this->ask("_engine_build", input_shape);
    }
  }
  void check_input_shape(const Shape& shape) const override {
    if (!this->overrides(Hook::call)) Base::check_input_shape(shape);
  }

 private:
  static void take(DiffableShell& by, const Tensor& weight) {
    by.new_weight(weight.name(), weight.shape(), Adopted{weight},
                  {.dtype = weight.dtype(), .trainable = weight.trainable()});
  }
  /// Adds the weights in the order in which they were made.
  void take_all(const Contents& contents, const Shape& input_shape) {
    of_engine_ = contents.of_engine;
    const Tensors& weights = contents.weights;
    const auto [begin, end] = of_engine_.value_or(std::pair(weights.size(), weights.size()));
    for (std::size_t i = 0; i < begin; ++i) take(*this, weights[i]);
    if (of_engine_) Base::create_weights(input_shape);
    for (std::size_t i = end; i < weights.size(); ++i) take(*this, weights[i]);
  }

  std::optional<std::pair<std::size_t, std::size_t>> of_engine_;
  const Contents* restored_ = nullptr;
  /// Those that the engine's class has made, once Python has told of its own.
  std::optional<std::vector<std::shared_ptr<SeedGenerator>>> generators_of_engine_;
};

}  // namespace beras::python
