#include "bindings/callbacks.h"

#include <beras/models/callbacks.h>

#include <concepts>

#include "bindings/docstrings.h"
#include "bindings/function.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {

template <>
struct Chosen<callbacks::Schedule> {
  static constexpr auto type_name =
      nb::detail::const_name("collections.abc.Callable[[int, float], float]");
  /// As in Keras, it may leave out the learning rate.
  static callbacks::Schedule from(nb::handle object) {
    if (PyCallable_Check(object.ptr()) == 0)
      throw nb::type_error(
          "[LearningRateScheduler] expected a function of the epoch and the rate.");
    const nb::object parameters =
        nb::module_::import_("inspect").attr("signature")(object).attr("parameters");
    if (nb::len(parameters) == 1) {
      return
          [function = Function(object)](int epoch, double) { return function.call<double>(epoch); };
    }
    return [function = Function(object)](int epoch, double rate) {
      return function.call<double>(epoch, rate);
    };
  }
};

template <>
struct Chosen<callbacks::SaveFrequency> {
  static constexpr auto type_name = nb::detail::const_name("int | str");
  static callbacks::SaveFrequency from(nb::handle object) {
    if (PyUnicode_Check(object.ptr())) return nb::cast<const char*>(object);
    std::int64_t batches = 0;
    if (nb::try_cast(object, batches)) return batches;
    throw nb::type_error("[ModelCheckpoint] expected save_freq \"epoch\" or a number of batches.");
  }
  static nb::object shown(const callbacks::SaveFrequency& value) {
    return value.batches() ? nb::cast(*value.batches()) : nb::cast("epoch");
  }
};

namespace {

using namespace callbacks;

class Interrupt : public Callback {
 public:
  void on_train_batch_end(std::int64_t, const Logs&) override { check(); }
  void on_test_batch_end(std::int64_t, const Logs&) override { check(); }
  void on_predict_batch_end(std::int64_t, const Structure&) override { check(); }

 private:
  static void check() {
    const Lock lock;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
  }
};

/// Binds a callback under Keras's name.
template <typename Class, typename... Parameters>
auto callback(nb::module_& m, const std::string& name, const Parameters&... parameters) {
  nb::class_<CallbackTrampoline<Class>, Callback> bound(m, name.c_str(),
                                                        doc("beras::callbacks::" + name));
  define_init(bound, name, parameters...);
  if constexpr (std::derived_from<Class, MonitorCallback>) {
    bound.def_prop_ro(
        "best", [](const CallbackTrampoline<Class>& self) { return self.best(); },
        "The best value so far; None before the first.");
  }
  return bound;
}

}  // namespace

std::shared_ptr<Callback> interrupt() { return std::make_shared<Interrupt>(); }

void bind_callbacks(nb::module_& m) {
  nb::class_<Callback>(m, "EngineCallback").def("attach", &attach_to<Callback>);
  callback<Callback>(m, "PythonCallback");

  callback<CSVLogger>(m, "CSVLogger", argument<std::string>("filename"),
                      FIELD(CSVLoggerOptions, separator), FIELD(CSVLoggerOptions, append));
  callback<EarlyStopping>(
      m, "EarlyStopping", FIELD(EarlyStoppingOptions, monitor),
      FIELD(EarlyStoppingOptions, min_delta), FIELD(EarlyStoppingOptions, patience),
      FIELD(EarlyStoppingOptions, verbose), FIELD(EarlyStoppingOptions, mode),
      FIELD(EarlyStoppingOptions, baseline), FIELD(EarlyStoppingOptions, restore_best_weights),
      FIELD(EarlyStoppingOptions, start_from_epoch))
      .def_prop_ro("stopped_epoch", &EarlyStopping::stopped_epoch,
                   doc("beras::callbacks::EarlyStopping::stopped_epoch"))
      .def_prop_ro("best_epoch", &EarlyStopping::best_epoch,
                   "The epoch of the best value; 0 before the first.")
      .def_prop_ro("wait", &EarlyStopping::wait, doc("beras::callbacks::EarlyStopping::wait"));
  callback<LearningRateScheduler>(m, "LearningRateScheduler", argument<Schedule>("schedule"),
                                  FIELD(LearningRateSchedulerOptions, verbose));
  callback<ModelCheckpoint>(
      m, "ModelCheckpoint", argument<std::string>("filepath"),
      FIELD(ModelCheckpointOptions, monitor), FIELD(ModelCheckpointOptions, verbose),
      FIELD(ModelCheckpointOptions, save_best_only),
      FIELD(ModelCheckpointOptions, save_weights_only), FIELD(ModelCheckpointOptions, mode),
      FIELD(ModelCheckpointOptions, save_freq),
      FIELD(ModelCheckpointOptions, initial_value_threshold));
  callback<ReduceLROnPlateau>(
      m, "ReduceLROnPlateau", FIELD(ReduceLROnPlateauOptions, monitor),
      FIELD(ReduceLROnPlateauOptions, factor), FIELD(ReduceLROnPlateauOptions, patience),
      FIELD(ReduceLROnPlateauOptions, verbose), FIELD(ReduceLROnPlateauOptions, mode),
      FIELD(ReduceLROnPlateauOptions, min_delta), FIELD(ReduceLROnPlateauOptions, cooldown),
      FIELD(ReduceLROnPlateauOptions, min_lr))
      .def_prop_ro("wait", &ReduceLROnPlateau::wait,
                   doc("beras::callbacks::ReduceLROnPlateau::wait"))
      .def_prop_ro("cooldown_counter", &ReduceLROnPlateau::cooldown_counter,
                   doc("beras::callbacks::ReduceLROnPlateau::cooldown_counter"));
  callback<TerminateOnNaN>(m, "TerminateOnNaN", FIELD(TerminateOnNaNOptions, raise_error));
}

}  // namespace beras::python
