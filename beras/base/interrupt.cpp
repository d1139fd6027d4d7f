#include <csignal>

#include <atomic>
#include <mutex>

#include <beras/base/interrupt_internal.h>

namespace beras {
namespace {

std::atomic<int> interrupts = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

void note(int) { ++interrupts; }

struct Watches {
  std::mutex mutex;
  int count = 0;
  struct sigaction before = {};
};

Watches& watches() {
  static auto& all = *new Watches;
  return all;
}

}  // namespace

InterruptWatch::InterruptWatch() : seen_(interrupts) {
  Watches& all = watches();
  const std::lock_guard lock(all.mutex);
  if (all.count++ > 0) return;
  sigaction(SIGINT, nullptr, &all.before);
  if (all.before.sa_handler == SIG_IGN) return;
  struct sigaction ours = {};
  ours.sa_handler = note;
  ours.sa_flags = SA_RESTART;
  sigaction(SIGINT, &ours, nullptr);
}

InterruptWatch::~InterruptWatch() {
  Watches& all = watches();
  const std::lock_guard lock(all.mutex);
  if (--all.count > 0) return;
  struct sigaction now = {};
  sigaction(SIGINT, nullptr, &now);
  // What somebody else has set meanwhile stays.
  if (now.sa_handler == note) sigaction(SIGINT, &all.before, nullptr);
}

bool InterruptWatch::interrupted() const { return interrupts != seen_; }

}  // namespace beras
