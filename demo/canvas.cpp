#include "canvas.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace demo {
namespace {

void use(cairo_t* context, Colour colour) {
  cairo_set_source_rgb(context, colour.red, colour.green, colour.blue);
}

}  // namespace

Canvas::Canvas(int width, int height)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height),
               cairo_surface_destroy),
      context_(cairo_create(surface_.get()), cairo_destroy) {
  cairo_set_source_rgb(context_.get(), 1, 1, 1);
  cairo_paint(context_.get());
  cairo_set_line_join(context_.get(), CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(context_.get(), CAIRO_LINE_CAP_ROUND);
}

void Canvas::line(double x0, double y0, double x1, double y1, Colour colour, double width) {
  const std::pair<double, double> ends[] = {{x0, y0}, {x1, y1}};
  polyline(ends, colour, width);
}

void Canvas::polyline(std::span<const std::pair<double, double>> points, Colour colour,
                      double width) {
  use(context_.get(), colour);
  cairo_set_line_width(context_.get(), width);
  cairo_new_path(context_.get());  // text leaves its end as the current point
  for (const auto& [x, y] : points) cairo_line_to(context_.get(), x, y);
  cairo_stroke(context_.get());
}

void Canvas::dot(double x, double y, double radius, Colour colour) {
  use(context_.get(), colour);
  cairo_new_path(context_.get());
  cairo_arc(context_.get(), x, y, radius, 0, 2 * 3.14159265358979);
  cairo_fill(context_.get());
}

void Canvas::frame(double x, double y, double width, double height, Colour colour,
                   double line_width) {
  use(context_.get(), colour);
  cairo_set_line_width(context_.get(), line_width);
  cairo_rectangle(context_.get(), x, y, width, height);
  cairo_stroke(context_.get());
}

void Canvas::text(const std::string& words, double x, double y, double size, Colour colour,
                  Align align, bool bold) {
  cairo_t* context = context_.get();
  use(context, colour);
  cairo_select_font_face(context, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context, size);
  cairo_text_extents_t extents;
  cairo_text_extents(context, words.c_str(), &extents);
  if (align == Align::centre) x -= extents.x_advance / 2;
  if (align == Align::right) x -= extents.x_advance;
  cairo_move_to(context, x, y);
  cairo_show_text(context, words.c_str());
}

void Canvas::image(std::span<const float> values, int side, double x, double y, double size) {
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> picture(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side), cairo_surface_destroy);
  unsigned char* rows = cairo_image_surface_get_data(picture.get());
  const int stride = cairo_image_surface_get_stride(picture.get());
  for (int row = 0; row < side; ++row) {
    auto* pixels = reinterpret_cast<std::uint32_t*>(rows + row * stride);
    for (int column = 0; column < side; ++column) {
      const float value =
          std::clamp(values[static_cast<std::size_t>(row * side + column)], 0.0F, 1.0F);
      const auto grey = static_cast<std::uint32_t>(255 * (1 - value));
      pixels[column] = grey << 16 | grey << 8 | grey;
    }
  }
  cairo_surface_mark_dirty(picture.get());
  cairo_t* context = context_.get();
  cairo_save(context);
  cairo_translate(context, x, y);
  cairo_scale(context, size / side, size / side);
  cairo_set_source_surface(context, picture.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST);
  cairo_paint(context);
  cairo_restore(context);
}

void Canvas::save(const std::string& path) const {
  const cairo_status_t status = cairo_surface_write_to_png(surface_.get(), path.c_str());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error("cannot write " + path + ": " + cairo_status_to_string(status));
  }
}

}  // namespace demo
