// What users hook into fit, evaluate and predict.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <beras/base/export.h>

namespace beras {

class Model;

/// Named values: the loss and the metrics of a batch or an epoch, in the order of their names.
using Logs = std::map<std::string, double>;

/// What a callback may want to know of the run it is in.
struct RunParameters {
  int epochs = 1;
  /// Batches of an epoch; -1 where only walking the data would tell.
  std::int64_t steps = -1;
  int verbose = 0;
};

/// Called at each station of a run; override what is needed. `model()` is there from on_train_begin
/// on, or on_test_begin.
class BERAS_API Callback {
 public:
  virtual ~Callback() = default;

  virtual void on_train_begin() {}
  virtual void on_train_end(const Logs&) {}
  virtual void on_epoch_begin(int /*epoch*/) {}
  /// `logs` has the training's values and, where there is validation, those of validation with
  /// "val_" before their names.
  virtual void on_epoch_end(int /*epoch*/, const Logs& /*logs*/) {}
  virtual void on_train_batch_begin(std::int64_t /*batch*/) {}
  virtual void on_train_batch_end(std::int64_t /*batch*/, const Logs& /*logs*/) {}
  virtual void on_test_begin() {}
  virtual void on_test_end(const Logs&) {}
  virtual void on_test_batch_end(std::int64_t /*batch*/, const Logs& /*logs*/) {}

  void attach(Model& model, const RunParameters& parameters) {
    model_ = &model;
    parameters_ = parameters;
  }

 protected:
  Model& model() const { return *model_; }
  const RunParameters& parameters() const { return parameters_; }

 private:
  Model* model_ = nullptr;
  RunParameters parameters_;
};

}  // namespace beras
