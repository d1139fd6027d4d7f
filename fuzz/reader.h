// What the targets for readers of files share: every byte string is read, or refused with an error
// of Beras.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <beras/base/error.h>

namespace beras::fuzz {

/// Hands the bytes to `read`; any exception that is no beras::Error gets out, and so is found.
template <typename Read>
int read_or_refuse(const std::uint8_t* data, std::size_t size, Read&& read) {
  try {
    read(std::as_bytes(std::span(data, size)));
  } catch (const Error&) {
  }
  return 0;
}

}  // namespace beras::fuzz
