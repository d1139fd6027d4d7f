#include <beras/models/progress_bar.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <beras/base/error.h>

namespace beras {
namespace {

constexpr int bar_cells = 20;
constexpr double redraw_interval = 0.05;  // seconds

double now() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (whole >= 3600)
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  if (whole >= 60) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}s", whole);
}

std::string time_per_step(double seconds) {
  if (seconds >= 1 || seconds <= 0) return fmt::format("{:.0f}s/step", std::max(seconds, 0.0));
  if (seconds >= 1e-3) return fmt::format("{:.0f}ms/step", seconds * 1e3);
  return fmt::format("{:.0f}us/step", seconds * 1e6);
}

std::string values_text(const Logs& logs) {
  std::string text;
  for (const auto& [name, value] : logs) {
    text += std::abs(value) > 1e-3 || value == 0 ? fmt::format(" - {}: {:.4f}", name, value)
                                                 : fmt::format(" - {}: {:.4e}", name, value);
  }
  return text;
}

std::string bar_text(std::int64_t current, std::int64_t target, bool in_colour) {
  const auto done =
      static_cast<int>(bar_cells * std::min(current, target) / std::max<std::int64_t>(target, 1));
  std::string text = in_colour ? "\x1b[32m" : "";
  for (int cell = 0; cell < bar_cells; ++cell) {
    if (in_colour && cell == done) text += "\x1b[37m";
    text += in_colour || cell < done ? "━" : " ";
  }
  return in_colour ? text + "\x1b[0m" : text;
}

}  // namespace

Display display_for(int verbose, const ProgressOutput& output) {
  if (verbose < 0 || verbose > 2) {
    throw ValueError("ProgressBar", "verbose 0 (silent), 1 (progress bar) or 2 (one line an epoch)",
                     std::to_string(verbose));
  }
  if (verbose == 0) return Display::silent;
  if (!output.write) throw ValueError("ProgressBar", "an output to write to", "an empty function");
  return verbose == 1 && output.live ? Display::live : Display::line;
}

std::string progress_text(std::int64_t current, std::int64_t target, double seconds,
                          const Logs& logs, bool is_final, bool in_colour) {
  const double per_step = current > 0 ? seconds / static_cast<double>(current) : 0;
  std::string text;
  if (target > 0) {
    const std::string total = std::to_string(target);
    text = fmt::format("{:>{}}/{} {} ", current, total.size(), total,
                       bar_text(current, target, in_colour));
  } else {
    text = fmt::format("{}/Unknown ", current);
  }
  const bool spent = is_final || target <= 0;
  text +=
      duration(spent ? seconds
                     : per_step * static_cast<double>(std::max<std::int64_t>(target - current, 0)));
  return text + " " + time_per_step(per_step) + values_text(logs);
}

ProgressBar::ProgressBar(std::int64_t target, Display display, ProgressOutput output)
    : target_(target),
      display_(display),
      output_(std::move(output)),
      start_(now()),
      drawn_(start_) {}

void ProgressBar::update(std::int64_t current, const Logs& logs) {
  if (display_ != Display::live) return;
  const double moment = now();
  if (moment - drawn_ < redraw_interval) return;
  drawn_ = moment;
  std::string text = progress_text(current, target_, moment - start_, logs, false, true);
  const std::size_t width = text.size();
  if (width < width_) text.append(width_ - width, ' ');
  width_ = width;
  output_.write('\r' + text);
}

void ProgressBar::finish(std::int64_t current, const Logs& logs) {
  if (display_ == Display::silent) return;
  const bool live = display_ == Display::live;
  std::string text = progress_text(current, target_, now() - start_, logs, true, live);
  if (text.size() < width_) text.append(width_ - text.size(), ' ');
  output_.write((live ? "\r" : "") + text + '\n');
}

}  // namespace beras
