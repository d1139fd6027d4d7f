// Values of which each thread has one, to its very end. Private to the library.
#pragma once

#include <utility>

// A thread-local variable that lies where a program's own do: in the shared library each look at it
// would be a call otherwise, and a prediction looks a hundred times. The room for such variables is
// small, so it is for a number or a pointer that each call of a layer or operator meets.
#define BERAS_NEAR_THREAD_LOCAL [[gnu::tls_model("initial-exec")]] thread_local

namespace beras {

/// This thread's T. It is deleted when the thread ends, as a `thread_local T` is; what is destroyed
/// still later, such as the statics of a program, finds a new one, which nobody deletes.
template <typename T>
T& thread_value() {
  BERAS_NEAR_THREAD_LOCAL T* value = nullptr;
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
