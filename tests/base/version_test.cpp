#include <beras/base/version.h>

#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace beras {
namespace {

TEST(Version, HasThreeNumbers) {
  EXPECT_TRUE(std::regex_match(std::string(version()), std::regex(R"(\d+\.\d+\.\d+)")));
}

}  // namespace
}  // namespace beras
