// Where the time goes: what was called, by whom, for how long and at what share of the machine's
// speed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <beras/base/export.h>

/// Measures calls and gradients while a Profile lives.
namespace beras::profiler {

/// What an event is: the call of a Callable, its gradient rule in the walk of a tape, or a Region,
/// of the library (the walk itself, an optimizer's step, metrics) or of a user.
enum class Kind : std::uint8_t { forward, gradient, region };

/// "forward", "gradient" or "region".
BERAS_API std::string_view kind_name(Kind kind);

/// One call, one gradient, or one Region, that has ended.
struct Event {
  /// Who: an operator or a loss by its label, a layer as "dense_1 (Dense)", a Region by its name.
  std::string label;
  Kind kind = Kind::forward;
  /// Of the thread: 0, 1, ... in the order in which threads were first seen.
  int thread = 0;
  /// Nanoseconds since the Profile was made.
  std::int64_t start = 0;
  /// Nanoseconds.
  std::int64_t duration = 0;
  /// Nanoseconds without the events inside this one, and without recording them.
  std::int64_t own = 0;
  /// Floating-point operations; where the class states none, those of the events inside.
  double flops = 0;
  /// Bytes of inputs, weights and outputs, each moved once; views of inputs move none.
  double bytes = 0;
  /// Dtypes and shapes: "float32 (32, 784), float32 (784, 128)".
  std::string inputs;
  std::string outputs;
  /// True if it ended by an exception.
  bool failed = false;
};

/// All events of one label and kind together. Units as in Event.
struct Row {
  std::string label;
  Kind kind = Kind::forward;
  std::int64_t calls = 0;
  std::int64_t total = 0;
  std::int64_t own = 0;
  double flops = 0;
  double bytes = 0;
};

/// Records, while it lives and until `stop`, every call of a Callable, every gradient rule that a
/// tape runs, and every Region, on all threads.
///
/// ```cpp
/// profiler::Profile profile;
/// model.fit(x, y);
/// const std::string table = profile.table();
/// profile.write_chrome_trace("trace.json");
/// ```
///
/// What began before the Profile is left out, and so is what has not ended yet. Profiles may
/// overlap. Recording an event takes about a microsecond, which own times do not contain; without
/// a Profile a call pays for one relaxed load of an atomic integer.
class BERAS_API Profile {
 public:
  Profile();
  ~Profile();
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  /// Ends the recording; what was recorded stays.
  void stop();
  /// What has ended so far, in that order: what is inside an event stands before it.
  std::vector<Event> events() const;
  /// One row for each label and kind, the greatest own time first.
  std::vector<Row> rows() const;
  /// The rows as text, below the machine's speed (see roofline), which the first table measures.
  ///
  /// "Share" is of the own time of all rows. FLOP/s and bytes/s are over the total time, and
  /// "roofline" is the time that this work takes at least, max(flops / peak, bytes / bandwidth), as
  /// a share of it. Both are measured on one kind of work (see Roofline), so a share may be over
  /// 100 %: data come from caches, which are faster than memory, or a product of another shape, or
  /// of bfloat16, runs faster than the one that was measured.
  std::string table() const;
  /// Writes a file for chrome://tracing and Perfetto, whole or not at all: a complete event ("X")
  /// for each event, with microseconds from the Profile's start. FormatError if it cannot be
  /// written.
  void write_chrome_trace(const std::string& path) const;

 private:
  friend class Span;
  struct Recording;
  std::unique_ptr<Recording> recording_;
};

/// Records its lifetime under a name of one's own, if a Profile records when it begins; else it
/// costs what a call pays: `profiler::Region region("augment");`
class BERAS_API Region {
 public:
  explicit Region(std::string_view label);
  ~Region();
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;

 private:
  std::unique_ptr<class Span> span_;
};

}  // namespace beras::profiler
