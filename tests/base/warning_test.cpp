#include <beras/base/warning.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace beras {
namespace {

TEST(Warning, GoesToTheHandlerEveryTime) {
  std::vector<std::string> heard;
  set_warning_handler([&](const std::string& message) { heard.push_back(message); });
  warn("Dense", "expected more.");
  warn("Dense", "expected more.");
  set_warning_handler(nullptr);
  EXPECT_EQ(heard, std::vector<std::string>(2, "[Dense] expected more."));
}

TEST(Warning, BecomesAnErrorWhereTheHandlerThrows) {
  set_warning_handler([](const std::string& message) { throw std::runtime_error(message); });
  EXPECT_THROW(warn("Dense", "expected more."), std::runtime_error);
  set_warning_handler(nullptr);
}

TEST(Warning, IsWrittenOnceWithoutAHandler) {
  testing::internal::CaptureStderr();
  warn("Warning", "is written once.");
  warn("Warning", "is written once.");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "Warning: [Warning] is written once.\n");
}

}  // namespace
}  // namespace beras
