#include <beras/core/scopes.h>

#include <algorithm>

#include <beras/base/thread_value_internal.h>
#include <beras/core/context_internal.h>
#include <beras/core/profiler_internal.h>
#include <beras/core/replay.h>

namespace beras {

CoreContext& core_context() { return thread_value<CoreContext>(); }

bool is_recording() {
  CoreContext& context = core_context();
  if (context.paused != 0 || context.tapes.empty()) [[likely]]
    return false;
  std::erase_if(context.tapes, [](const auto& records) { return !records->is_wanted; });
  return !context.tapes.empty();
}

bool follows_frozen() {
  const auto& tapes = core_context().tapes;
  return std::any_of(tapes.begin(), tapes.end(),
                     [](const auto& records) { return records->follows_frozen; });
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
