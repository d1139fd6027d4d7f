#include <beras/base/in_name_of_internal.h>

#include <stdexcept>
#include <string>

namespace beras {

void rename(Error& error, std::string_view who) {
  const std::string text = error.what();
  const std::size_t label = text.find("] ");
  if (text.empty() || text.front() != '[' || label == std::string::npos) return;
  const std::string renamed = "[" + std::string(who) + text.substr(label);
  static_cast<std::runtime_error&>(error) = std::runtime_error(renamed);
}

}  // namespace beras
