#include <beras/base/in_name_of_internal.h>

#include <gtest/gtest.h>

namespace beras {
namespace {

TEST(InNameOf, GivesWhatTheFunctionGives) {
  EXPECT_EQ(in_name_of("outer", [] { return 3; }), 3);
}

TEST(InNameOf, RenamesErrorsAndKeepsTheirKind) {
  try {
    in_name_of("outer", [] { throw ShapeError("inner", "rank [1]", "[2] of rank 2"); });
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(), "[outer] expected rank [1]. Received: [2] of rank 2.");
  }
}

TEST(InNameOf, LeavesOthersErrorsAlone) {
  EXPECT_THROW(in_name_of("outer", [] { throw std::runtime_error("[inner] text"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace beras
