#include <beras/losses/all.h>

#include "bindings/loss_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace losses;

template <typename Class>
using BoundLoss = nb::class_<LossTrampoline<Class>, Loss>;

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
  BoundLoss<Loss> python(m, "PythonLoss");
  define_init(python, "Loss", FIELD(LossOptions, name), FIELD(LossOptions, reduction),
              FIELD(LossOptions, dtype));
  bind_all<BoundLoss>(m, "losses", losses::All());

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
