// A callback from functions.
#pragma once

#include <cstdint>
#include <functional>

#include <beras/base/export.h>
#include <beras/models/callback.h>

namespace beras::callbacks {

/// What to call where; empty functions are not called.
struct LambdaCallbackOptions {
  std::function<void(int epoch)> on_epoch_begin = {};
  std::function<void(int epoch, Logs& logs)> on_epoch_end = {};
  std::function<void()> on_train_begin = {};
  std::function<void(const Logs& logs)> on_train_end = {};
  std::function<void(std::int64_t batch)> on_train_batch_begin = {};
  std::function<void(std::int64_t batch, const Logs& logs)> on_train_batch_end = {};
};

/// Calls functions where a subclass of Callback would override members:
///
///     callbacks::LambdaCallback({.on_epoch_end = [&](int, Logs& logs) { plot(logs); }})
class BERAS_API LambdaCallback : public Callback {
 public:
  explicit LambdaCallback(LambdaCallbackOptions functions);

  void on_epoch_begin(int epoch) override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_begin() override;
  void on_train_end(const Logs& logs) override;
  void on_train_batch_begin(std::int64_t batch) override;
  void on_train_batch_end(std::int64_t batch, const Logs& logs) override;

 private:
  LambdaCallbackOptions functions_;
};

}  // namespace beras::callbacks
