#include "learning_curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "canvas.h"

namespace demo {
namespace {

constexpr int width = 960;
constexpr int height = 420;
constexpr double panel_width = 360;
constexpr double panel_height = 270;

/// A step of 1, 2 or 5 times a power of ten that cuts `range` in about `count` pieces.
double round_step(double range, int count) {
  const double raw = range / count;
  const double magnitude = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * magnitude) return factor * magnitude;
  }
  return 10 * magnitude;
}

struct Curve {
  std::string label;
  std::vector<double> values;
  Colour colour;
};

/// One panel: a title, a grid, and curves labelled at their ends.
void draw_panel(Canvas& canvas, double left, double top, const std::string& title,
                const std::vector<Curve>& curves) {
  double low = curves[0].values[0];
  double high = low;
  std::size_t epochs = 1;
  for (const Curve& curve : curves) {
    const auto [least, most] = std::minmax_element(curve.values.begin(), curve.values.end());
    low = std::min(low, *least);
    high = std::max(high, *most);
    epochs = std::max(epochs, curve.values.size());
  }
  const double step = round_step(std::max(high - low, 1e-6), 5);
  low = std::floor(low / step) * step;
  high = std::ceil(high / step) * step;
  const auto x_of = [&](std::size_t epoch) {
    return left +
           panel_width *
               (epochs > 1 ? static_cast<double>(epoch) / static_cast<double>(epochs - 1) : 0.5);
  };
  const auto y_of = [&](double value) {
    return top + panel_height * (high - value) / (high - low);
  };

  canvas.text(title, left, top - 16, 16, ink, Align::left, true);
  for (double value = low; value <= high + step / 2; value += step) {
    canvas.line(left, y_of(value), left + panel_width, y_of(value), grid, 1);
    canvas.text(fmt::format("{:.2f}", value), left - 8, y_of(value) + 4, 12, faint, Align::right);
  }
  const std::size_t every = std::max<std::size_t>(1, epochs / 10);
  for (std::size_t epoch = 0; epoch < epochs; epoch += every) {
    canvas.text(std::to_string(epoch + 1), x_of(epoch), top + panel_height + 20, 12, faint,
                Align::centre);
  }
  canvas.text("epoch", left + panel_width / 2, top + panel_height + 40, 12, faint, Align::centre);

  std::vector<std::pair<double, const Curve*>> ends;
  for (const Curve& curve : curves) {
    std::vector<std::pair<double, double>> points;
    for (std::size_t epoch = 0; epoch < curve.values.size(); ++epoch) {
      points.emplace_back(x_of(epoch), y_of(curve.values[epoch]));
    }
    canvas.polyline(points, curve.colour, 2.5);
    canvas.dot(points.back().first, points.back().second, 4, curve.colour);
    ends.emplace_back(points.back().second, &curve);
  }
  std::sort(ends.begin(), ends.end());
  double free_from = top - 20;  // labels of curves that end close together are pushed apart
  for (const auto& [y, curve] : ends) {
    const double at = std::max(y + 4, free_from);
    canvas.text(curve->label, left + panel_width + 10, at, 12, curve->colour);
    free_from = at + 15;
  }
}

}  // namespace

void draw_learning_curves(const beras::History& history, const std::string& title,
                          const std::string& path) {
  Canvas canvas(width, height);
  canvas.text(title, 60, 32, 18, ink, Align::left, true);
  draw_panel(
      canvas, 60, 84, "Loss",
      {{"training", history.at("loss"), blue}, {"validation", history.at("val_loss"), orange}});
  draw_panel(canvas, 530, 84, "Accuracy",
             {{"training", history.at("accuracy"), blue},
              {"validation", history.at("val_accuracy"), orange}});
  canvas.save(path);
}

}  // namespace demo
