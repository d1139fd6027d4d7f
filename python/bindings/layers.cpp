#include <beras/layers/layers.h>

#include "bindings/docstrings.h"
#include "bindings/layer_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace layers;

template <typename Class>
using Bound = nb::class_<LayerTrampoline<Class>, Layer>;

/// Binds a layer under Keras's name.
template <typename Class, typename... Parameters>
Bound<Class> layer(nb::module_& m, const std::string& name, const Parameters&... parameters) {
  Bound<Class> bound(m, name.c_str(), doc("beras::layers::" + name));
  define_init(bound, name, parameters...);
  return bound;
}

LayerShell& shell_of(const Layer& layer) {
  return const_cast<LayerShell&>(dynamic_cast<const LayerShell&>(layer));
}

void bind_layer(nb::module_& m) {
  nb::class_<Layer, Diffable>(m, "Layer")
      .def("build", &Layer::build, "input_shape"_a, Unlocked())
      .def(
          "plain_build",
          [](Layer& self, const Shape& input_shape) { shell_of(self).plain_build(input_shape); },
          "input_shape"_a, Unlocked())
      .def("contents",
           [](const Layer& self) {
             const LayerShell::Contents contents = shell_of(self).contents();
             return std::tuple(remembered(contents.weights), contents.of_engine,
                               contents.input_shape);
           })
      .def(
          "restore",
          [](Layer& self, const Tensors& weights,
             const decltype(LayerShell::Contents::of_engine)& of_engine,
             const std::optional<Shape>& input_shape) {
            shell_of(self).restore({weights, of_engine, input_shape});
          },
          "weights"_a, "of_engine"_a.none(), "input_shape"_a.none(), Unlocked())
      .def("built", &Layer::built)
      .def("name", &Layer::name, Unlocked())
      .def("dtype", &Layer::dtype)
      .def("compute_dtype", &Layer::compute_dtype)
      .def("dtype_policy", [](const Layer& self) { return self.dtype_policy().name(); })
      .def(
          "set_autocast", [](Layer& self, bool value) { self.autocast(value); }, "value"_a)
      .def("input_shape", &Layer::input_shape)
      .def("output_shape", &Layer::output_shape, Unlocked())
      .def(
          "compute_output_shape",
          [](const Layer& self, const Shape& input_shape) {
            return shell_of(self).plain_compute_output_shape(input_shape);
          },
          "input_shape"_a, Unlocked())
      .def("count_params", &Layer::count_params, Unlocked())
      .def("set_weights", &Layer::set_weights, "weights"_a, Unlocked())
      .def(
          "add_weight",
          [](Layer& self, const std::string& name, const Shape& shape,
             Given<initializers::AnyInitializer> initializer, DType dtype, bool trainable) {
            const auto made_by = Chosen<initializers::AnyInitializer>::from(initializer.object);
            const Released unlocked;
            return dynamic_cast<DiffableShell&>(self).new_weight(
                name, shape, made_by, {.dtype = dtype, .trainable = trainable});
          },
          "name"_a, "shape"_a, "initializer"_a, "dtype"_a, "trainable"_a)
      .def("adopt_variable", [](Layer& self, const std::string& name, const Tensor& variable) {
        dynamic_cast<DiffableShell&>(self).new_weight(
            name, variable.shape(), Adopted{variable},
            {.dtype = variable.dtype(), .trainable = variable.trainable()});
      });
  Bound<Layer> python(m, "PythonLayer");
  define_init(python, "Layer", FIELD(LayerOptions, name), FIELD(LayerOptions, dtype));
}

#define NAME_AND_DTYPE(options) FIELD(options, name), FIELD(options, dtype)

}  // namespace

void bind_layers(nb::module_& m) {
  bind_layer(m);
  const auto units = argument<std::int64_t>("units");
  layer<Activation>(m, "Activation", argument<activations::AnyActivation>("activation"),
                    NAME_AND_DTYPE(LayerOptions));
  layer<AveragePooling2D>(m, "AveragePooling2D", argument<ops::Sizes>("pool_size"),
                          FIELD(Pooling2DOptions, strides), FIELD(Pooling2DOptions, padding),
                          FIELD(Pooling2DOptions, data_format), NAME_AND_DTYPE(Pooling2DOptions));
  layer<BatchNormalization>(
      m, "BatchNormalization", FIELD(BatchNormalizationOptions, axis),
      FIELD(BatchNormalizationOptions, momentum), FIELD(BatchNormalizationOptions, epsilon),
      FIELD(BatchNormalizationOptions, center), FIELD(BatchNormalizationOptions, scale),
      FIELD(BatchNormalizationOptions, beta_initializer),
      FIELD(BatchNormalizationOptions, gamma_initializer),
      FIELD(BatchNormalizationOptions, moving_mean_initializer),
      FIELD(BatchNormalizationOptions, moving_variance_initializer),
      NAME_AND_DTYPE(BatchNormalizationOptions))
      .def_prop_ro("gamma", &BatchNormalization::gamma)
      .def_prop_ro("beta", &BatchNormalization::beta)
      .def_prop_ro("moving_mean", &BatchNormalization::moving_mean)
      .def_prop_ro("moving_variance", &BatchNormalization::moving_variance);
  layer<Conv2D>(m, "Conv2D", argument<std::int64_t>("filters"), argument<ops::Sizes>("kernel_size"),
                FIELD(Conv2DOptions, strides), FIELD(Conv2DOptions, padding),
                FIELD(Conv2DOptions, data_format), FIELD(Conv2DOptions, dilation_rate),
                FIELD(Conv2DOptions, groups), FIELD(Conv2DOptions, activation),
                FIELD(Conv2DOptions, use_bias), FIELD(Conv2DOptions, kernel_initializer),
                FIELD(Conv2DOptions, bias_initializer), NAME_AND_DTYPE(Conv2DOptions))
      .def_prop_ro("kernel", &Conv2D::kernel)
      .def_prop_ro("bias", &Conv2D::bias);
  layer<Dense>(m, "Dense", units, FIELD(DenseOptions, activation), FIELD(DenseOptions, use_bias),
               FIELD(DenseOptions, kernel_initializer), FIELD(DenseOptions, bias_initializer),
               NAME_AND_DTYPE(DenseOptions))
      .def_prop_ro("kernel", &Dense::kernel)
      .def_prop_ro("bias", &Dense::bias);
  layer<Dropout>(m, "Dropout", argument<double>("rate"), FIELD(DropoutOptions, noise_shape),
                 FIELD(DropoutOptions, seed), NAME_AND_DTYPE(DropoutOptions));
  layer<Flatten>(m, "Flatten", FIELD(FlattenOptions, data_format), NAME_AND_DTYPE(FlattenOptions));
  layer<GlobalAveragePooling2D>(m, "GlobalAveragePooling2D",
                                FIELD(GlobalAveragePooling2DOptions, data_format),
                                FIELD(GlobalAveragePooling2DOptions, keepdims),
                                NAME_AND_DTYPE(GlobalAveragePooling2DOptions));
  layer<Input>(m, "InputLayer", argument<Shape>("shape"), FIELD(InputOptions, batch_size),
               FIELD(InputOptions, dtype), FIELD(InputOptions, name))
      .def_prop_ro("batch_shape", &Input::batch_shape)
      .attr("__doc__") = doc("beras::layers::Input");
  layer<LayerNormalization>(
      m, "LayerNormalization", FIELD(LayerNormalizationOptions, axis),
      FIELD(LayerNormalizationOptions, epsilon), FIELD(LayerNormalizationOptions, center),
      FIELD(LayerNormalizationOptions, scale), FIELD(LayerNormalizationOptions, beta_initializer),
      FIELD(LayerNormalizationOptions, gamma_initializer),
      NAME_AND_DTYPE(LayerNormalizationOptions))
      .def_prop_ro("gamma", &LayerNormalization::gamma)
      .def_prop_ro("beta", &LayerNormalization::beta);
  layer<LeakyReLU>(m, "LeakyReLU", argument<double>("negative_slope", 0.3),
                   NAME_AND_DTYPE(LayerOptions));
  layer<MaxPooling2D>(m, "MaxPooling2D", argument<ops::Sizes>("pool_size", 2),
                      FIELD(Pooling2DOptions, strides), FIELD(Pooling2DOptions, padding),
                      FIELD(Pooling2DOptions, data_format), NAME_AND_DTYPE(Pooling2DOptions));
  layer<ReLU>(m, "ReLU", FIELD(ReLUOptions, max_value), FIELD(ReLUOptions, negative_slope),
              FIELD(ReLUOptions, threshold), NAME_AND_DTYPE(ReLUOptions));
  layer<Rescaling>(m, "Rescaling", argument<double>("scale"), FIELD(RescalingOptions, offset),
                   NAME_AND_DTYPE(RescalingOptions));
  layer<Reshape>(m, "Reshape", argument<Shape>("target_shape"), NAME_AND_DTYPE(LayerOptions));
  layer<Softmax>(m, "Softmax", argument<Axes>("axis", -1), NAME_AND_DTYPE(LayerOptions));
}

}  // namespace beras::python
