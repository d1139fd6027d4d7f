// What users hook into fit, evaluate and predict.
#pragma once

#include <cstdint>
#include <string>

#include <beras/base/choice.h>
#include <beras/base/export.h>
#include <beras/core/structure.h>
#include <beras/models/logs.h>
#include <beras/models/progress_output.h>

namespace beras {

class Model;

/// What a callback may want to know of the run it is in.
struct RunParameters {
  int epochs = 1;
  /// Batches of an epoch; negative where only walking the data would tell.
  std::int64_t steps = -1;
  int verbose = 0;
  /// Where the run shows its progress.
  ProgressOutput output = {};
  /// Whether fit validates, be it not after each epoch.
  bool validates = false;
};

/// Called at each station of a run; override what is needed. `model()` is there from
/// on_train_begin, on_test_begin or on_predict_begin on.
///
/// ```cpp
/// struct LogRate : callbacks::Callback {
///   void on_epoch_end(int epoch, Logs& logs) override { logs["rate"] = 1.0 / (epoch + 1); }
/// };
/// ```
///
/// The logs of on_epoch_end are `Logs&`, as they may be added to; elsewhere they are `const Logs&`.
/// Write `override`: a function of another signature overrides nothing.
///
/// What a callback throws ends the run: the weights stay as the last whole step left them, and no
/// further callback is called.
class BERAS_API Callback {
 public:
  virtual ~Callback() = default;

  virtual void on_train_begin() {}
  /// `logs` are the last epoch's.
  virtual void on_train_end(const Logs& /*logs*/) {}
  virtual void on_epoch_begin(int /*epoch*/) {}
  /// `logs` has the training's values and, where there is validation, those of validation with
  /// "val_" before their names. Values added to it reach later callbacks, the progress bar and the
  /// History.
  virtual void on_epoch_end(int /*epoch*/, Logs& /*logs*/) {}
  virtual void on_train_batch_begin(std::int64_t batch) { on_batch_begin(batch); }
  /// `logs` are the means over the epoch so far.
  virtual void on_train_batch_end(std::int64_t batch, const Logs& logs) {
    on_batch_end(batch, logs);
  }
  // The same under their older names, unless those above are overridden.
  virtual void on_batch_begin(std::int64_t /*batch*/) {}
  virtual void on_batch_end(std::int64_t /*batch*/, const Logs& /*logs*/) {}
  virtual void on_test_begin() {}
  virtual void on_test_end(const Logs& /*logs*/) {}
  virtual void on_test_batch_begin(std::int64_t /*batch*/) {}
  virtual void on_test_batch_end(std::int64_t /*batch*/, const Logs& /*logs*/) {}
  virtual void on_predict_begin() {}
  virtual void on_predict_end() {}
  virtual void on_predict_batch_begin(std::int64_t /*batch*/) {}
  virtual void on_predict_batch_end(std::int64_t /*batch*/, const Structure& /*outputs*/) {}

  /// Called before a run; who overrides it calls this one, too.
  virtual void attach(Model& model, const RunParameters& parameters) {
    model_ = &model;
    parameters_ = parameters;
  }

 protected:
  Model& model() const { return *model_; }
  const RunParameters& parameters() const { return parameters_; }
  /// Writes a line where the run shows its progress.
  void say(const std::string& line) const;

 private:
  Model* model_ = nullptr;
  RunParameters parameters_;
};

/// A callback as an object, or as a shared pointer where one wants to ask it later.
using AnyCallback = Choice<Callback>;

namespace callbacks {
using beras::Callback;  // as Keras's callbacks.Callback
}  // namespace callbacks

}  // namespace beras
