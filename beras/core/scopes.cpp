#include <beras/core/scopes.h>

#include <beras/core/context_internal.h>
#include <beras/core/profiler_internal.h>
#include <beras/core/replay.h>

namespace beras {

CoreContext& core_context() {
  thread_local CoreContext context;
  return context;
}

bool is_recording() {
  const CoreContext& context = core_context();
  return context.paused == 0 && !context.tapes.empty();
}

bool is_watched() { return profiler::is_recording() || is_recording(); }

bool is_replaying() { return core_context().replaying; }

PauseRecording::PauseRecording() { ++core_context().paused; }
PauseRecording::~PauseRecording() { --core_context().paused; }

ForgetCalls::ForgetCalls() { ++core_context().forgetting; }
ForgetCalls::~ForgetCalls() { --core_context().forgetting; }

bool is_exact() { return core_context().exact > 0; }

ExactScope::ExactScope() { ++core_context().exact; }
ExactScope::~ExactScope() { --core_context().exact; }

}  // namespace beras
