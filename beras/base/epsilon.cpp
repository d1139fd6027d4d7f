#include <beras/base/epsilon.h>

#include <atomic>
#include <string>

#include <beras/base/error.h>

namespace beras {
namespace {

constinit std::atomic<double> current_epsilon = 1e-7;

}  // namespace

double epsilon() { return current_epsilon.load(std::memory_order_relaxed); }

void set_epsilon(double value) {
  // From 1/2 on nothing would lie between epsilon and 1 - epsilon.
  if (!(value >= 0 && value < 0.5))
    throw ValueError("set_epsilon", "epsilon: a number in [0, 0.5)", std::to_string(value));
  current_epsilon.store(value, std::memory_order_relaxed);
}

}  // namespace beras
