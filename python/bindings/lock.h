// Python's lock, and threads that Python ends.
#pragma once

#include <Python.h>
#include <unistd.h>

namespace beras::python {

/// Takes Python's lock by `take`. While the interpreter ends, Python ends daemon threads that ask
/// for it, by unwinding their stacks: through C++, which would end the process. They sleep instead.
template <typename Take>
auto take_lock(const Take& take) noexcept {
  try {
    return take();
  } catch (...) {
    for (;;) pause();  // what unwinds a thread may be caught, but not left
  }
}

/// While it lives, other Python threads run.
class Released {
 public:
  Released() : state_(PyEval_SaveThread()) {}
  ~Released() {
    take_lock([this] { PyEval_RestoreThread(state_); });
  }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;

 private:
  PyThreadState* state_;
};

}  // namespace beras::python
