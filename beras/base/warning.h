// Warnings: what is allowed, though it is hardly what was meant.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <beras/base/export.h>

namespace beras {

/// Takes a warning, in the form of an error's message.
using WarningHandler = std::function<void(const std::string& message)>;

/// Hands `[who] {message}` to the handler. Without one it is a line on stderr, written once however
/// often it comes.
BERAS_API void warn(std::string_view who, std::string_view message);
/// Replaces the handler of the whole process; an empty function means none. What a handler throws
/// reaches whoever made the mistake.
BERAS_API void set_warning_handler(WarningHandler handler);

}  // namespace beras
