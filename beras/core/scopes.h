// Scopes in which tapes do not record, or layers do not keep their latest call.
#pragma once

#include <beras/base/export.h>

namespace beras {

/// True if any tape of this thread is recording: rules then use differentiable operators instead of
/// fused kernels.
BERAS_API bool is_recording();

/// True if a tape of this thread records or a profiler measures. What nobody watches may go
/// straight to its kernel.
BERAS_API bool is_watched();

/// While it lives, no tape of this thread records.
class BERAS_API PauseRecording {
 public:
  PauseRecording();
  ~PauseRecording();
  PauseRecording(const PauseRecording&) = delete;
  PauseRecording& operator=(const PauseRecording&) = delete;
};

/// While it lives, no layer called on this thread keeps its latest call: activations are freed as
/// soon as nothing needs them.
class BERAS_API ForgetCalls {
 public:
  ForgetCalls();
  ~ForgetCalls();
  ForgetCalls(const ForgetCalls&) = delete;
  ForgetCalls& operator=(const ForgetCalls&) = delete;
};

/// Both: what `predict` runs in.
class BERAS_API InferenceScope {
  PauseRecording pause_;
  ForgetCalls forget_;
};

/// True within an ExactScope of this thread.
BERAS_API bool is_exact();

/// While it lives, layers called on this thread compute in the dtype of what they are given,
/// whatever their own is: `check_gradients` needs float64 throughout.
class BERAS_API ExactScope {
 public:
  ExactScope();
  ~ExactScope();
  ExactScope(const ExactScope&) = delete;
  ExactScope& operator=(const ExactScope&) = delete;
};

}  // namespace beras
