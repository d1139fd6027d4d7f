#include <beras/base/warning.h>

#include <cstdio>
#include <mutex>
#include <set>
#include <utility>

namespace beras {
namespace {

// Never destroyed: other threads may still warn when the process ends.
struct Warnings {
  std::mutex mutex;
  WarningHandler handler;
  std::set<std::string> written;
};

Warnings& warnings() {
  static auto* const all = new Warnings;
  return *all;
}

}  // namespace

void warn(std::string_view who, std::string_view message) {
  const std::string whole = "[" + std::string(who) + "] " + std::string(message);
  Warnings& all = warnings();
  WarningHandler handler;
  {
    const std::lock_guard lock(all.mutex);
    handler = all.handler;
    if (!handler && !all.written.insert(whole).second) return;
  }
  if (handler) return handler(whole);
  std::fprintf(stderr, "Warning: %s\n", whole.c_str());
}

void set_warning_handler(WarningHandler handler) {
  const std::lock_guard lock(warnings().mutex);
  warnings().handler = std::move(handler);
}

}  // namespace beras
