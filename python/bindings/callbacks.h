// Callbacks whose methods Python overrides.
#pragma once

#include <memory>

#include <beras/models/model.h>

#include "bindings/conversions.h"
#include "bindings/logs.h"
#include "bindings/shell.h"
#include "bindings/structures.h"

namespace beras::python {

/// Ends a run between two batches when the user has pressed Ctrl-C: Python notes signals, but looks
/// at them only when it runs.
std::shared_ptr<Callback> interrupt();

/// A callback of the engine, or of Python if Base is Callback itself.
template <typename Base>
class CallbackTrampoline : public Base, public Shell {
 public:
  using Base::Base;

  void attach(Model& model, const RunParameters& parameters) override {
    Base::attach(model, parameters);
    const Lock lock;
    ask("set_model", dynamic_cast<const Shell&>(static_cast<const Diffable&>(model)).shell());
    nb::dict params;
    params["epochs"] = parameters.epochs;
    params["steps"] = parameters.steps < 0 ? nb::none() : nb::cast(parameters.steps);
    params["verbose"] = parameters.verbose;
    ask("set_params", params);
  }
  void on_train_begin() override {
    Base::on_train_begin();
    tell(Hook::on_train_begin, "on_train_begin", Logs());
  }
  void on_train_end(const Logs& logs) override {
    Base::on_train_end(logs);
    tell(Hook::on_train_end, "on_train_end", logs);
  }
  void on_epoch_begin(int epoch) override {
    Base::on_epoch_begin(epoch);
    tell(Hook::on_epoch_begin, "on_epoch_begin", epoch, Logs());
  }
  void on_epoch_end(int epoch, Logs& logs) override {
    Base::on_epoch_end(epoch, logs);
    if (!overrides(Hook::on_epoch_end)) return;
    const Lock lock;
    const nb::object values = nb::cast(logs);
    ask("on_epoch_end", epoch, values);
    logs = cast_or_refuse<Logs>(values, class_name(),
                                "logs");  // what it added reaches later callbacks
  }
  void on_train_batch_begin(std::int64_t batch) override {
    Base::on_train_batch_begin(batch);
    tell(Hook::on_train_batch_begin, "on_train_batch_begin", batch, Logs());
  }
  void on_train_batch_end(std::int64_t batch, const Logs& logs) override {
    Base::on_train_batch_end(batch, logs);
    tell(Hook::on_train_batch_end, "on_train_batch_end", batch, logs);
  }
  // The older names: where a class overrides the others, these are its own affair.
  void on_batch_begin(std::int64_t batch) override {
    Base::on_batch_begin(batch);
    if (!overrides(Hook::on_train_batch_begin))
      tell(Hook::on_batch_begin, "on_batch_begin", batch, Logs());
  }
  void on_batch_end(std::int64_t batch, const Logs& logs) override {
    Base::on_batch_end(batch, logs);
    if (!overrides(Hook::on_train_batch_end)) tell(Hook::on_batch_end, "on_batch_end", batch, logs);
  }
  void on_test_begin() override {
    Base::on_test_begin();
    tell(Hook::on_test_begin, "on_test_begin", Logs());
  }
  void on_test_end(const Logs& logs) override {
    Base::on_test_end(logs);
    tell(Hook::on_test_end, "on_test_end", logs);
  }
  void on_test_batch_begin(std::int64_t batch) override {
    Base::on_test_batch_begin(batch);
    tell(Hook::on_test_batch_begin, "on_test_batch_begin", batch, Logs());
  }
  void on_test_batch_end(std::int64_t batch, const Logs& logs) override {
    Base::on_test_batch_end(batch, logs);
    tell(Hook::on_test_batch_end, "on_test_batch_end", batch, logs);
  }
  void on_predict_begin() override {
    Base::on_predict_begin();
    tell(Hook::on_predict_begin, "on_predict_begin", Logs());
  }
  void on_predict_end() override {
    Base::on_predict_end();
    tell(Hook::on_predict_end, "on_predict_end", Logs());
  }
  void on_predict_batch_begin(std::int64_t batch) override {
    Base::on_predict_batch_begin(batch);
    tell(Hook::on_predict_batch_begin, "on_predict_batch_begin", batch, Logs());
  }
  void on_predict_batch_end(std::int64_t batch, const Structure& outputs) override {
    Base::on_predict_batch_end(batch, outputs);
    if (!overrides(Hook::on_predict_batch_end)) return;
    const Lock lock;
    ask("on_predict_batch_end", batch, std::map<std::string, Structure>{{"outputs", outputs}});
  }

 private:
  template <typename... Values>
  void tell(Hook hook, const char* method, const Values&... values) {
    if (!overrides(hook)) return;
    const Lock lock;
    ask(method, values...);
  }
};

}  // namespace beras::python
