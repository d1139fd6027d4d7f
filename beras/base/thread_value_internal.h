// Values of which each thread has one, to its very end. Private to the library.
#pragma once

#include <utility>

namespace beras {

/// This thread's T. It is deleted when the thread ends, as a `thread_local T` is; what is destroyed
/// still later, such as the statics of a program, finds a new one, which nobody deletes.
// The pointer lies where a program's own thread-local variables do: in the shared library each look
// at it would be a call otherwise, and a prediction looks sixty times. Room for such pointers is
// small, so nothing larger is kept so.
template <typename T>
T& thread_value() {
  [[gnu::tls_model("initial-exec")]] thread_local T* value = nullptr;
  struct End {
    ~End() { delete std::exchange(value, nullptr); }
  };
  if (!value) [[unlikely]] {
    value = new T();
    thread_local const End end;
  }
  return *value;
}

}  // namespace beras
