// The progress bar as people know it from Keras.
#pragma once

#include <cstdint>
#include <string>

#include <beras/base/export.h>
#include <beras/models/callback.h>
#include <beras/models/progress_output.h>

namespace beras {

/// How a run shows itself.
enum class Display : std::uint8_t {
  silent,
  /// A bar that is drawn again and again: for terminals.
  live,
  /// One line when it is done: for logs.
  line
};

/// Keras's `verbose` (0 silent, 1 bar, 2 line) on this output; a bar becomes a line where it is not
/// live.
///
/// ValueError for other numbers, and for an output without a function unless silent.
BERAS_API Display display_for(int verbose, const ProgressOutput& output);

/// Shows steps done, time, and running values:
///
///     120/469 ━━━━━━━━━━━━━━━━━━━━ 1s 3ms/step - accuracy: 0.8123 - loss: 0.5310
///
/// While it runs the time is what remains, at the end what was spent.
class BERAS_API ProgressBar {
 public:
  /// `target` is the number of steps, negative if it is not known.
  ProgressBar(std::int64_t target, Display display, ProgressOutput output);

  /// Draws the bar anew, but not more often than the eye can follow.
  void update(std::int64_t current, const Logs& logs);
  /// Draws it for the last time, with all values.
  void finish(std::int64_t current, const Logs& logs);

 private:
  std::int64_t target_;
  Display display_;
  ProgressOutput output_;
  double start_;  // seconds by the clock
  double drawn_;
  std::size_t width_ = 0;  // of the last drawing, so that a shorter one covers it
};

/// One drawing. A negative `target` leaves the bar out; `is_final` shows the seconds spent instead
/// of those that remain; `in_colour` for terminals.
BERAS_API std::string progress_text(std::int64_t current, std::int64_t target, double seconds,
                                    const Logs& logs, bool is_final, bool in_colour);

}  // namespace beras
