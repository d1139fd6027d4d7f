// A place for the files of the test at hand: tests run side by side.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace beras::testing {

inline std::string temporary_path(const std::string& ending) {
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return ::testing::TempDir() + "beras_" + std::to_string(getpid()) + "_" + test->name() + ending;
}

}  // namespace beras::testing
