// Which layers are being called. Private to layers.
#pragma once

#include <beras/layers/layer.h>

namespace beras::layers {

/// The calls of layers at hand on this thread, innermost first. One without a layer stands for a
/// layer that is being built.
struct RunningCall {
  explicit RunningCall(const Layer* called) : layer(called), caller(innermost) { innermost = this; }
  ~RunningCall() { innermost = caller; }
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;

  const Layer* layer;
  const RunningCall* caller;
  static constinit thread_local const RunningCall* innermost;
};

}  // namespace beras::layers
