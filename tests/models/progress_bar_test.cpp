#include <beras/models/progress_bar.h>

#include <gtest/gtest.h>

#include <string>

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

TEST(ProgressBar, IsOneQuietLineWhereTheOutputIsNotLive) {
  std::string text;
  const ProgressOutput output{.write = [&](std::string_view piece) { text += piece; }};
  EXPECT_EQ(display_for(1, output), Display::line);
  EXPECT_EQ(display_for(0, output), Display::silent);
  EXPECT_THROW(display_for(5, output), ValueError);
  EXPECT_THROW(display_for(1, ProgressOutput{}), ValueError);
  ProgressBar bar(2, Display::line, output);
  bar.update(1, {});
  EXPECT_EQ(text, "");
  bar.finish(2, {{"loss", 1.0}});
  EXPECT_EQ(text.substr(0, 4), "2/2 ");
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.back(), '\n');
}

TEST(ProgressBar, IsDrawnAgainWhereTheOutputIsLive) {
  std::string text;
  const ProgressOutput output{.write = [&](std::string_view piece) { text += piece; },
                              .live = true};
  EXPECT_EQ(display_for(1, output), Display::live);
  EXPECT_EQ(display_for(2, output), Display::line);
  ProgressBar bar(2, Display::live, output);
  bar.finish(2, {{"loss", 1.0}});
  EXPECT_EQ(text.substr(0, 5), "\r2/2 ");
  EXPECT_NE(text.find("loss: 1.0000\n"), std::string::npos);
}

}  // namespace
}  // namespace beras
