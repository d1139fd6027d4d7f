// Which layers are being called. Private to layers.
#pragma once

#include <beras/base/thread_value_internal.h>
#include <beras/layers/layer.h>

namespace beras::layers {

/// The calls of layers at hand on this thread, innermost first. One without a layer stands for a
/// layer that is being built.
struct RunningCall {
  explicit RunningCall(const Layer* called, const Layer* built_one = nullptr)
      : layer(called), built(built_one), caller(innermost) {
    innermost = this;
  }
  ~RunningCall() { innermost = caller; }
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;

  const Layer* layer;
  /// Which layer it is that is being built, without a call.
  const Layer* built;
  const RunningCall* caller;
  BERAS_NEAR_THREAD_LOCAL static constinit const RunningCall* innermost;
};

}  // namespace beras::layers
