#include <beras/core/profiler.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <new>
#include <utility>

#include <beras/base/thread_number_internal.h>
#include <beras/core/profiler_internal.h>

namespace beras::profiler {
namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// The innermost event of this thread that has not ended.
thread_local Span* innermost_span = nullptr;

bool is_view_of_any(const Tensor& tensor, const Tensors& others) {
  return std::any_of(others.begin(), others.end(), [&](const Tensor& other) {
    return other.defined() && other.shares_memory(tensor);
  });
}

/// The bytes of those that share no memory with any of `others`: making a view moves nothing.
double bytes_beside(const Tensors& tensors, const Tensors& others) {
  std::int64_t bytes = 0;
  for (const Tensor& tensor : tensors) {
    if (tensor.defined() && !is_view_of_any(tensor, others))
      bytes += tensor.size() * item_size(tensor.dtype());
  }
  return static_cast<double>(bytes);
}

std::string described(const Tensors& tensors) {
  std::string text;
  for (const Tensor& tensor : tensors) {
    if (!tensor.defined()) continue;
    if (!text.empty()) text += ", ";
    text.append(dtype_name(tensor.dtype())).append(" ").append(to_string(tensor.shape()));
  }
  return text;
}

}  // namespace

std::atomic<int> recording_profiles = 0;

struct Profile::Recording {
  const std::int64_t begin = now();
  std::vector<Event> events;

  /// Guards the events of all, too.
  static std::mutex& mutex() {
    static std::mutex& mutex = *new std::mutex;
    return mutex;
  }
  /// Those that record.
  static std::vector<Recording*>& all() {
    static std::vector<Recording*>& all = *new std::vector<Recording*>;
    return all;
  }
  /// Gives an event, whose start is still the clock's, to all that were there when it began.
  static void add(const Event& event) {
    const std::lock_guard lock(mutex());
    for (Recording* recording : all()) {
      if (event.start < recording->begin) continue;
      recording->events.push_back(event);
      recording->events.back().start -= recording->begin;
    }
  }
};

Profile::Profile() : recording_(std::make_unique<Recording>()) {
  const std::lock_guard lock(Recording::mutex());
  Recording::all().push_back(recording_.get());
  ++recording_profiles;
}

Profile::~Profile() { stop(); }

void Profile::stop() {
  const std::lock_guard lock(Recording::mutex());
  if (std::erase(Recording::all(), recording_.get()) > 0) --recording_profiles;
}

std::vector<Event> Profile::events() const {
  const std::lock_guard lock(Recording::mutex());
  return recording_->events;
}

Span::Span(std::string label, Kind kind)
    : outer_(std::exchange(innermost_span, this)),
      made_(now()),
      exceptions_(std::uncaught_exceptions()) {
  event_.label = std::move(label);
  event_.kind = kind;
  event_.thread = thread_number();
  event_.start = now();
}

Span::Span(std::string label) : Span(std::move(label), Kind::region) {}

Span::Span(const Callable& callable, std::string label) : Span(std::move(label), Kind::forward) {
  callable_ = &callable;
}

Span::Span(const Call& call, std::string label) : Span(std::move(label), Kind::gradient) {
  call_ = &call;
}

const Span* Span::innermost() { return innermost_span; }

void Span::end() {
  if (std::exchange(ended_, true)) return;
  event_.duration = now() - event_.start;
  event_.own = event_.duration - time_inside_;
  event_.flops = flops_inside_;
}

void Span::describe(const Tensors& inputs, const Tensors& weights, const Tensors& outputs,
                    double flops) {
  if (flops > 0) event_.flops = flops;
  event_.bytes = bytes_beside(inputs, outputs) + bytes_beside(weights, outputs) +
                 bytes_beside(outputs, inputs);
  event_.inputs = described(inputs);
  event_.outputs = described(outputs);
}

Span::~Span() {
  end();
  event_.failed = std::uncaught_exceptions() > exceptions_;
  // The innermost as a rule; not so where generators of Python hold on to a Region.
  Span** place = &innermost_span;
  while (*place && *place != this) place = &(*place)->outer_;
  if (*place) *place = outer_;
  try {
    Profile::Recording::add(event_);
  } catch (const std::bad_alloc&) {
    // Without memory for the event the program goes on without it.
  }
  if (!outer_) return;
  outer_->flops_inside_ += event_.flops;
  outer_->time_inside_ += now() - made_;
}

Region::Region(std::string_view label) {
  if (is_recording()) span_ = std::make_unique<Span>(std::string(label));
}

Region::~Region() = default;

}  // namespace beras::profiler
