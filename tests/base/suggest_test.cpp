#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/suggest.h>

namespace beras {
namespace {

const std::vector<std::string> optimizers = {"sgd", "adam", "rmsprop"};

TEST(NearestName, FindsMisspellings) {
  EXPECT_EQ(nearest_name("rmsprp", optimizers), "rmsprop");
  EXPECT_EQ(nearest_name("adma", optimizers), "adam");
  EXPECT_EQ(nearest_name("adan", optimizers), "adam");
}

TEST(NearestName, IgnoresCase) { EXPECT_EQ(nearest_name("RMSProp", optimizers), "rmsprop"); }

TEST(NearestName, GivesNothingForOtherWords) {
  EXPECT_EQ(nearest_name("lion_of_the_desert", optimizers), "");
  EXPECT_EQ(nearest_name("adam", {}), "");
}

std::string message_for(const std::string& name) {
  try {
    throw_unknown_name("compile", "optimizer", name, optimizers);
  } catch (const ValueError& error) {
    return error.what();
  }
}

TEST(ThrowUnknownName, NamesTheNearest) {
  EXPECT_EQ(message_for("adan"),
            "[compile] expected a known optimizer. Received: \"adan\". Did you mean \"adam\"?");
}

TEST(ThrowUnknownName, ListsAllWhereNoneIsNear) {
  EXPECT_EQ(message_for("newton_raphson"),
            "[compile] expected a known optimizer. Received: \"newton_raphson\". Known are: sgd "
            "adam rmsprop.");
}

}  // namespace
}  // namespace beras
