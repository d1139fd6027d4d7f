#include <beras/base/error.h>

namespace beras {
namespace {

std::string bracketed(std::string_view who) { return "[" + std::string(who) + "] "; }

std::string sentence(std::string_view who, std::string_view expected, std::string_view received,
                     std::string_view advice) {
  std::string text = bracketed(who) + "expected " + std::string(expected) +
                     ". Received: " + std::string(received) + ".";
  if (!advice.empty()) {
    text += " " + std::string(advice);
    if (text.back() != '?') text += ".";
  }
  return text;
}

}  // namespace

Error::Error(std::string_view who, std::string_view expected, std::string_view received,
             std::string_view advice)
    : std::runtime_error(sentence(who, expected, received, advice)) {}

Error::Error(std::string_view who, std::string_view message)
    : std::runtime_error(bracketed(who) + std::string(message)) {}

}  // namespace beras
