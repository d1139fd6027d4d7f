// Ends training that has run into infinity.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/models/callback.h>

namespace beras::callbacks {

struct TerminateOnNaNOptions {
  /// Throws an Error instead of stopping, so that nothing takes the broken model for a trained one.
  bool raise_error = false;
};

/// Sets `stop_training` after the first batch with a loss that is NaN or infinite.
class BERAS_API TerminateOnNaN : public Callback {
 public:
  explicit TerminateOnNaN(TerminateOnNaNOptions options = {}) : options_(options) {}

  void on_train_batch_end(std::int64_t batch, const Logs& logs) override;

 private:
  TerminateOnNaNOptions options_;
};

}  // namespace beras::callbacks
