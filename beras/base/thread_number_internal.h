// Threads told apart without <thread>, which is a tenth of what a program that includes Beras costs
// to compile.
#pragma once

#include <atomic>

namespace beras {

/// Of the calling thread: no other ever has the same.
inline int thread_number() {
  static std::atomic<int> seen = 0;
  thread_local const int number = seen++;
  return number;
}

}  // namespace beras
