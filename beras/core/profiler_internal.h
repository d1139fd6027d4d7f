// The stretches of time that a Profile is made of. Private to the library.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include <beras/core/profiler.h>
#include <beras/tensor/tensor.h>

namespace beras {
class Callable;
struct Call;
}  // namespace beras

namespace beras::profiler {

/// The Region of a walk back over a tape.
inline constexpr std::string_view walk_label = "GradientTape.gradient";

/// How many Profiles record.
extern std::atomic<int> recording_profiles;

inline bool is_recording() { return recording_profiles.load(std::memory_order_relaxed) != 0; }

/// An event from its making to its destruction; events made meanwhile on this thread are inside it.
class Span {
 public:
  /// Of a Region.
  explicit Span(std::string label);
  Span(const Callable& callable, std::string label);
  /// Of the gradient of a call.
  Span(const Call& call, std::string label);
  ~Span();
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;

  /// Stops the clock, if it is to be before the destruction.
  void end();
  /// What went in and came out, and how many operations the class states (0: those of the events
  /// inside).
  void describe(const Tensors& inputs, const Tensors& weights, const Tensors& outputs,
                double flops);

  const Event& event() const { return event_; }
  /// Whose call it is; null for gradients and Regions.
  const Callable* callable() const { return callable_; }
  /// The call whose gradient it is; null for others.
  const Call* call() const { return call_; }
  /// What it is inside of; null for the outermost.
  const Span* outer() const { return outer_; }
  /// This thread's; null: none.
  static const Span* innermost();

 private:
  Span(std::string label, Kind kind);

  Span* outer_;
  std::int64_t made_;
  int exceptions_;
  bool ended_ = false;
  Event event_;
  const Callable* callable_ = nullptr;
  const Call* call_ = nullptr;
  // Of the events inside.
  std::int64_t time_inside_ = 0;
  double flops_inside_ = 0;
};

}  // namespace beras::profiler
