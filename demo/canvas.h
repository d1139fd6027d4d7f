// A sheet to draw on: the few things the demo's pictures need, over cairo.
#pragma once

#include <cairo.h>

#include <memory>
#include <span>
#include <string>
#include <utility>

namespace demo {

struct Colour {
  double red, green, blue;
};

inline constexpr Colour ink{0.13, 0.15, 0.18};
inline constexpr Colour faint{0.45, 0.48, 0.52};
inline constexpr Colour grid{0.89, 0.90, 0.92};
inline constexpr Colour blue{0.12, 0.40, 0.75};
inline constexpr Colour orange{0.88, 0.45, 0.08};
inline constexpr Colour green{0.10, 0.52, 0.27};
inline constexpr Colour red{0.78, 0.13, 0.15};

enum class Align { left, centre, right };

/// All lengths in pixels; y grows downwards.
class Canvas {
 public:
  Canvas(int width, int height);

  void line(double x0, double y0, double x1, double y1, Colour colour, double width);
  void polyline(std::span<const std::pair<double, double>> points, Colour colour, double width);
  void dot(double x, double y, double radius, Colour colour);
  void frame(double x, double y, double width, double height, Colour colour, double line_width);
  /// Text whose baseline is at y.
  void text(const std::string& words, double x, double y, double size, Colour colour,
            Align align = Align::left, bool bold = false);
  /// A greyscale image of `side` x `side` values in [0, 1], dark on white, scaled to `size` pixels.
  void image(std::span<const float> values, int side, double x, double y, double size);
  /// std::runtime_error if the file cannot be written.
  void save(const std::string& path) const;

 private:
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context_;
};

}  // namespace demo
