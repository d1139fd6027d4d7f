// What the core knows about this thread: its tapes, the call at hand, and the scopes around it.
// Private to core.
#pragma once

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/call.h>

namespace beras {

class GradientTape;
class WriteLog;

struct CallFrame;

/// What a tape shares with the thread that it records, as it may be destroyed on another one: that
/// thread alone writes the calls, and lets go of them when nobody wants them any more.
struct TapeRecords {
  TapeRecords(GradientTape* records_on, bool frozen_too)
      : tape(records_on), follows_frozen(frozen_too) {}

  GradientTape* const tape;
  const bool follows_frozen;
  std::vector<std::shared_ptr<const Call>> calls;
  /// None until something was written in place.
  std::shared_ptr<WriteLog> writes;
  std::atomic<bool> is_wanted = true;
};

struct CoreContext {
  std::vector<std::shared_ptr<TapeRecords>> tapes;
  int paused = 0;
  int forgetting = 0;
  int exact = 0;
  bool training = false;
  bool replaying = false;
  bool trial = false;
  CallFrame* frame = nullptr;
};

/// This thread's context.
BERAS_API CoreContext& core_context();

/// True if a tape that records on this thread follows frozen weights too.
bool follows_frozen();

/// The calls at hand on this thread, innermost first.
struct CallFrame {
  const Diffable* diffable = nullptr;
  const Call* call = nullptr;
  /// The same call while `forward` still fills it.
  Call* open = nullptr;
  /// Which inputs' gradients are asked for; null means all.
  const std::vector<bool>* wanted = nullptr;
  /// The upstream gradients, if nobody reads them after this rule; null means that somebody may.
  const Tensors* spare = nullptr;
  CallFrame* outer = core_context().frame;
};

/// Sets a value for the length of a scope.
template <typename T>
class Scoped {
 public:
  Scoped(T& place, T value) : place_(place), before_(std::exchange(place, value)) {}
  ~Scoped() { place_ = before_; }
  Scoped(const Scoped&) = delete;
  Scoped& operator=(const Scoped&) = delete;

 private:
  T& place_;
  T before_;
};

/// Makes a call the one at hand for its Diffable.
class CurrentCall {
 public:
  explicit CurrentCall(CallFrame frame) : frame_(frame), scope_(core_context().frame, &frame_) {}

 private:
  CallFrame frame_;
  Scoped<CallFrame*> scope_;
};

}  // namespace beras
