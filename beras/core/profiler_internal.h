// The stretches of time that a Profile is made of. Private to core.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include <beras/core/profiler.h>
#include <beras/tensor/tensor.h>

namespace beras::profiler {

/// How many Profiles record.
extern std::atomic<int> recording_profiles;

inline bool is_recording() { return recording_profiles.load(std::memory_order_relaxed) != 0; }

/// An event from its making to its destruction; events made meanwhile on this thread are inside it.
class Span {
 public:
  Span(std::string label, Kind kind);
  ~Span();
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;

  /// Stops the clock, if it is to be before the destruction.
  void end();
  /// What went in and came out, and how many operations the class states (0: those of the events
  /// inside).
  void describe(const Tensors& inputs, const Tensors& weights, const Tensors& outputs,
                double flops);

 private:
  Span* outer_;
  std::int64_t made_;
  int exceptions_;
  bool ended_ = false;
  Event event_;
  // Of the events inside.
  std::int64_t time_inside_ = 0;
  double flops_inside_ = 0;
};

}  // namespace beras::profiler
