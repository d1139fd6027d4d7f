#include "bindings/callbacks.h"

#include "bindings/module.h"

namespace beras::python {
namespace {

class Interrupt : public Callback {
 public:
  void on_train_batch_end(std::int64_t, const Logs&) override { check(); }
  void on_test_batch_end(std::int64_t, const Logs&) override { check(); }
  void on_predict_batch_end(std::int64_t, const Tensor&) override { check(); }

 private:
  static void check() {
    const Lock lock;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
  }
};

}  // namespace

std::shared_ptr<Callback> interrupt() { return std::make_shared<Interrupt>(); }

void bind_callbacks(nb::module_& m) {
  nb::class_<Callback>(m, "EngineCallback")
      .def("attach",
           [](Callback& self, nb::handle shell, const std::vector<std::string>& overridden) {
             dynamic_cast<Shell&>(self).attach(shell, overridden);
           });
  nb::class_<CallbackTrampoline<Callback>, Callback>(m, "PythonCallback").def(nb::init<>());
}

}  // namespace beras::python
