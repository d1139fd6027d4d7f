#include <beras/losses/losses.h>

#include "bindings/loss_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace losses;

/// Binds a loss under Keras's name.
template <typename Class, typename... Parameters>
void loss(nb::module_& m, const std::string& name, const Parameters&... parameters) {
  nb::class_<LossTrampoline<Class>, Loss> bound(m, name.c_str(), doc("beras::losses::" + name));
  define_init(bound, name, parameters...);
}

#define REDUCTION_NAME_DTYPE(options) \
  FIELD(options, reduction), FIELD(options, name), FIELD(options, dtype)

}  // namespace

void bind_losses(nb::module_& m) {
  nb::class_<Loss, Diffable>(m, "Loss")
      .def("name", &Loss::name)
      .def("reduction", [](const Loss& self) { return self.reduction().name(); })
      .def(
          "per_sample",
          [](const Loss& self, const Tensor& y_true, const Tensor& y_pred) {
            return dynamic_cast<const LossShell&>(self).plain_per_sample(y_true, y_pred);
          },
          "y_true"_a, "y_pred"_a, Unlocked());
  loss<Loss>(m, "PythonLoss", FIELD(LossOptions, name), FIELD(LossOptions, reduction),
             FIELD(LossOptions, dtype));

  loss<BinaryCrossentropy>(m, "BinaryCrossentropy", FIELD(BinaryCrossentropyOptions, from_logits),
                           FIELD(BinaryCrossentropyOptions, label_smoothing),
                           FIELD(BinaryCrossentropyOptions, axis),
                           REDUCTION_NAME_DTYPE(BinaryCrossentropyOptions));
  loss<CategoricalCrossentropy>(m, "CategoricalCrossentropy",
                                FIELD(CategoricalCrossentropyOptions, from_logits),
                                FIELD(CategoricalCrossentropyOptions, label_smoothing),
                                FIELD(CategoricalCrossentropyOptions, axis),
                                REDUCTION_NAME_DTYPE(CategoricalCrossentropyOptions));
  loss<MeanAbsoluteError>(m, "MeanAbsoluteError", REDUCTION_NAME_DTYPE(LossOptions));
  loss<MeanSquaredError>(m, "MeanSquaredError", REDUCTION_NAME_DTYPE(LossOptions));
  loss<SparseCategoricalCrossentropy>(m, "SparseCategoricalCrossentropy",
                                      FIELD(SparseCategoricalCrossentropyOptions, from_logits),
                                      FIELD(SparseCategoricalCrossentropyOptions, ignore_class),
                                      FIELD(SparseCategoricalCrossentropyOptions, reduction),
                                      FIELD(SparseCategoricalCrossentropyOptions, axis),
                                      FIELD(SparseCategoricalCrossentropyOptions, name),
                                      FIELD(SparseCategoricalCrossentropyOptions, dtype));

  const Room def(m, "beras::losses");
  const auto y_true = "y_true"_a, y_pred = "y_pred"_a;
  const auto from_logits = "from_logits"_a = false;
  const auto label_smoothing = "label_smoothing"_a = 0.0;
  const auto axis = "axis"_a = -1;
  def("binary_crossentropy", &binary_crossentropy, y_true, y_pred, from_logits, label_smoothing,
      axis);
  def("categorical_crossentropy", &categorical_crossentropy, y_true, y_pred, from_logits,
      label_smoothing, axis);
  def("mean_absolute_error", &mean_absolute_error, y_true, y_pred);
  def("mean_squared_error", &mean_squared_error, y_true, y_pred);
  def("sparse_categorical_crossentropy", &sparse_categorical_crossentropy, y_true, y_pred,
      from_logits, "ignore_class"_a = nb::none(), axis);
}

}  // namespace beras::python
