// Independent copies of models.
#include <memory>
#include <typeinfo>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/hold_seeds_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/operation.h>
#include <beras/layers/input.h>
#include <beras/models/functional_internal.h>
#include <beras/models/remade_calls_internal.h>
#include <beras/models/sequential.h>

namespace beras {

/// The clones of one model and its parts: what is shared stays so.
class ModelClones {
 public:
  Sequential of(const Sequential& model) {
    Sequential copy(options_of(model));
    for (const auto& layer : model.layers()) copy.append(of_layer(*layer));
    if (model.built()) copy.build(model.input_shape());
    take_state(copy, model);
    return copy;
  }

  Model of(const Model& model) {
    if (!model.functional_) {
      throw ValueError(model.title(), "a functional model to clone", "one of a class of its own",
                       "Construct another one, build it, and give it the weights by "
                       "set_weights(get_weights())");
    }
    const auto& [inputs, outputs, graph] = *model.functional_;
    Tensors own;
    for (const Tensor& input : graph.inputs()) {
      const auto& layer = *input.symbol()->call->owner;
      own.push_back(layers::input_of(std::dynamic_pointer_cast<const layers::InputLayer>(
          of_layer(dynamic_cast<const layers::Layer&>(layer)))));
    }
    const Tensors made = remade(graph, own, [this](const auto& owner) {
      if (cast_if<Operation>(*owner)) return owner;
      return std::shared_ptr<const Diffable>(of_layer(dynamic_cast<const layers::Layer&>(*owner)));
    });
    Model copy(inputs.pack_as(own), outputs.pack_as(made), options_of(model));
    take_state(copy, model);
    return copy;
  }

 private:
  static layers::LayerOptions options_of(const Model& model) {
    return {.name = model.name(),
            .dtype = model.dtype_policy(),
            .activity_regularizer = model.activity_regularizer()};
  }

  std::shared_ptr<layers::Layer> of_layer(const layers::Layer& layer) {
    for (const auto& [original, clone] : made_)
      if (original->same_as(layer)) return clone;
    std::shared_ptr<layers::Layer> clone;
    if (typeid(layer) == typeid(Sequential)) {
      clone = owned(of(static_cast<const Sequential&>(layer)));
    } else if (typeid(layer) == typeid(Model) && static_cast<const Model&>(layer).functional_) {
      clone = owned(of(static_cast<const Model&>(layer)));
    } else {
      clone = layer.independent();
    }
    made_.emplace_back(&layer, clone);
    return clone;
  }

  template <typename Class>
  static std::shared_ptr<layers::Layer> owned(Class clone) {
    auto pointer = std::make_shared<Class>(std::move(clone));
    pointer->template of_class<Class>();
    return pointer;
  }

  static void take_state(Model& copy, const Model& model) {
    const auto layers = model.layers();
    for (std::size_t i = 0; i < layers.size() && !model.frozen(); ++i)
      if (layers[i]->frozen()) copy.layers()[i]->trainable(false);
    if (model.frozen()) copy.trainable(false);
    if (!model.built()) return;
    copy.set_weights(model.get_weights());
    Tensors copied = copy.weights();
    const Tensors all = model.weights();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!all[i].trainable()) copied[i].trainable(false);
  }

  std::vector<std::pair<const layers::Layer*, std::shared_ptr<layers::Layer>>> made_;
};

Sequential Sequential::clone() const {
  const HoldSeeds hold;  // the weights that it is built with are written over
  return ModelClones().of(*this);
}

Model Model::clone() const {
  const HoldSeeds hold;
  return ModelClones().of(*this);
}

}  // namespace beras
