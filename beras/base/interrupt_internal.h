// Whether the user has pressed Ctrl-C. Private to the library.
#pragma once

namespace beras {

/// While any of these lives, SIGINT is noted and does nothing else; then it does again what it did
/// before. A process that ignores it goes on ignoring it.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /// True if SIGINT has come since this one was made: each of several watches learns of it.
  bool interrupted() const;

 private:
  int seen_;
};

}  // namespace beras
