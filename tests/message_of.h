// What an error says.
#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <string>

namespace beras {

/// The message of the Exception that `body` throws; a failed test if it throws none.
template <typename Exception, typename Body>
std::string message_of(Body&& body) {
  try {
    body();
  } catch (const Exception& error) {
    return error.what();
  } catch (const std::exception& error) {
    ADD_FAILURE() << "another exception: " << error.what();
    return {};
  }
  ADD_FAILURE() << "no exception";
  return {};
}

}  // namespace beras
