#include <beras/base/numbered_name_internal.h>

#include <map>
#include <mutex>

namespace beras {

std::string numbered_name(const std::string& base) {
  static auto& mutex = *new std::mutex;
  static auto& used = *new std::map<std::string, int>;
  const std::lock_guard lock(mutex);
  const int number = used[base]++;
  return number == 0 ? base : base + "_" + std::to_string(number);
}

}  // namespace beras
