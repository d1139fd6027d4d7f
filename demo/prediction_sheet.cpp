#include "prediction_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "canvas.h"

namespace demo {
namespace {

constexpr int columns = 8;
constexpr int rows = 4;  // two of right answers, two of wrong ones
constexpr double cell_width = 124;
constexpr double cell_height = 150;
constexpr double picture = 92;
constexpr double margin = 24;
constexpr double heading = 84;

struct Answer {
  std::int64_t image;
  std::int64_t said;
  std::int64_t truth;
  float confidence;
  bool right() const { return said == truth; }
};

std::vector<Answer> answers_of(const beras::Tensor& labels, const beras::Tensor& probabilities) {
  const std::vector<std::int64_t> truth = labels.to_vector<std::int64_t>();
  const std::vector<float> values = probabilities.to_vector<float>();
  const std::int64_t classes = probabilities.dim(1);
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = values.begin() + static_cast<std::int64_t>(i) * classes;
    const auto best = std::max_element(row, row + classes);
    answers.push_back({static_cast<std::int64_t>(i), best - row, truth[i], *best});
  }
  return answers;
}

}  // namespace

void draw_prediction_sheet(const beras::Tensor& images, const beras::Tensor& labels,
                           const beras::Tensor& probabilities,
                           const std::vector<std::string>& class_names, const std::string& title,
                           const std::string& path) {
  const std::vector<Answer> answers = answers_of(labels, probabilities);
  std::vector<Answer> shown[2];  // in the order of the test set, not the ones that suit us
  for (const Answer& answer : answers) {
    std::vector<Answer>& group = shown[answer.right() ? 0 : 1];
    if (group.size() < columns * rows / 2) group.push_back(answer);
  }
  Canvas canvas(static_cast<int>(2 * margin + columns * cell_width),
                static_cast<int>(heading + rows * cell_height + margin));
  canvas.text(title, margin, 34, 18, ink, Align::left, true);
  canvas.text(
      "The first right answers and the first wrong ones of the test set; under a wrong one, what "
      "it is.",
      margin, 58, 13, faint);
  const auto side = static_cast<int>(images.dim(1));
  const auto pixels = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  for (int group = 0; group < 2; ++group) {
    for (std::size_t i = 0; i < shown[group].size(); ++i) {
      const Answer& answer = shown[group][i];
      const double x = margin + static_cast<double>(i % columns) * cell_width;
      const double y =
          heading + (group * rows / 2. + static_cast<double>(i / columns)) * cell_height;
      const Colour colour = answer.right() ? green : red;
      canvas.image(
          images.span<float>().subspan(static_cast<std::size_t>(answer.image) * pixels, pixels),
          side, x, y, picture);
      canvas.frame(x, y, picture, picture, colour, 2);
      canvas.text(fmt::format("{} {:.0f}%", class_names[static_cast<std::size_t>(answer.said)],
                              100 * answer.confidence),
                  x, y + picture + 17, 12, colour, Align::left, true);
      if (!answer.right()) {
        canvas.text(class_names[static_cast<std::size_t>(answer.truth)], x, y + picture + 33, 12,
                    faint);
      }
    }
  }
  canvas.save(path);
}

}  // namespace demo
