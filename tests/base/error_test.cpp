#include <gtest/gtest.h>

#include <beras/base/error.h>

namespace beras {
namespace {

TEST(Error, SaysWhoExpectedWhatAndReceivedWhat) {
  const ShapeError error("Dense", "last axis 784", "input of shape (32, 10)");
  EXPECT_STREQ(error.what(), "[Dense] expected last axis 784. Received: input of shape (32, 10).");
}

TEST(Error, AdviceEndsInOneMark) {
  EXPECT_STREQ(ValueError("get", "a name", "\"x\"", "Did you mean \"y\"?").what(),
               "[get] expected a name. Received: \"x\". Did you mean \"y\"?");
  EXPECT_STREQ(ValueError("get", "a name", "\"x\"", "Use y").what(),
               "[get] expected a name. Received: \"x\". Use y.");
}

TEST(Error, FreeMessage) {
  EXPECT_STREQ(TapeError("GradientTape", "was asked twice.").what(),
               "[GradientTape] was asked twice.");
}

TEST(Error, EveryKindIsAnErrorAndAStandardOne) {
  EXPECT_THROW(throw ShapeError("who", "what"), Error);
  EXPECT_THROW(throw DTypeError("who", "what"), Error);
  EXPECT_THROW(throw ValueError("who", "what"), Error);
  EXPECT_THROW(throw IndexError("who", "what"), Error);
  EXPECT_THROW(throw TapeError("who", "what"), Error);
  EXPECT_THROW(throw FormatError("who", "what"), Error);
  EXPECT_THROW(throw BackendError("who", "what"), std::runtime_error);
}

}  // namespace
}  // namespace beras
