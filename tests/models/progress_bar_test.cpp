#include <beras/models/progress_bar.h>

#include <gtest/gtest.h>

#include <sstream>

#include <beras/base/error.h>

namespace beras {
namespace {

TEST(ProgressBar, ShowsStepsRemainingTimeAndValues) {
  EXPECT_EQ(progress_text(5, 10, 2.0, {{"accuracy", 0.5}, {"loss", 1.25}}, false, false),
            " 5/10 ━━━━━━━━━━           2s 400ms/step - accuracy: 0.5000 - loss: 1.2500");
}

TEST(ProgressBar, ShowsTheTimeSpentAtTheEnd) {
  EXPECT_EQ(progress_text(10, 10, 75.0, {{"loss", 0.0001}}, true, false),
            "10/10 ━━━━━━━━━━━━━━━━━━━━ 1:15 8s/step - loss: 1.0000e-04");
}

TEST(ProgressBar, GetsByWithoutATarget) {
  EXPECT_EQ(progress_text(7, -1, 0.0007, {}, false, false), "7/Unknown 0s 100us/step");
}

TEST(ProgressBar, IsOneQuietLineWhereTheOutputIsNoTerminal) {
  std::ostringstream stream;
  EXPECT_EQ(display_for(1, stream), Display::line);
  EXPECT_EQ(display_for(0, stream), Display::silent);
  EXPECT_THROW(display_for(5, stream), ValueError);
  ProgressBar bar(2, Display::line, stream);
  bar.update(1, {});
  EXPECT_TRUE(stream.str().empty());
  bar.finish(2, {{"loss", 1.0}});
  EXPECT_EQ(stream.str().substr(0, 4), "2/2 ");
  EXPECT_EQ(stream.str().find('\r'), std::string::npos);
  EXPECT_EQ(stream.str().back(), '\n');
}

}  // namespace
}  // namespace beras
