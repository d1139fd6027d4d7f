#include <beras/backend/cpu/winograd_tiles.h>

#include <algorithm>
#include <array>

#include <beras/backend/cpu/products_internal.h>

namespace beras::backend::cpu {
namespace {

constexpr std::int64_t tile_side = 2;
constexpr std::int64_t seen_side = 4;

}  // namespace

WinogradTiles::WinogradTiles(const ConvShape& shape)
    : shape_(shape),
      rows_(divide_up(shape.window.output[1], tile_side)),
      columns_(divide_up(shape.window.output[2], tile_side)) {
  const std::int64_t most = shape.channels + shape.filters < 128 ? 128 : 64;
  block_ = divide_up(count(), std::max<std::int64_t>(1, divide_up(count(), most)));
}

std::int64_t WinogradTiles::memory() const {
  return (winograd_numbers * block_ + 2) * (shape_.channels + shape_.filters);
}

WinogradTiles::Numbers WinogradTiles::numbers(std::int64_t begin, std::int64_t end,
                                              float* memory) const {
  const std::int64_t count = winograd_numbers * (end - begin);
  const std::int64_t depth = shape_.channels + shape_.filters;
  Numbers result;
  result.of_x = memory;
  result.of_y = result.of_x + count * shape_.channels;
  result.zeros = result.of_y + count * shape_.filters;
  result.waste = result.zeros + depth;
  std::fill_n(result.zeros, depth, 0.0F);
  return result;
}

void WinogradTiles::transform_x(std::int64_t begin, std::int64_t end, const Tensor& x,
                                const Numbers& numbers) const {
  const Window& window = shape_.window;
  const View view{.pixels = static_cast<float*>(x.raw()),
                  .height = window.input[1],
                  .width = window.input[2],
                  .depth = shape_.channels,
                  .side = seen_side,
                  .above = window.padding[1],
                  .before = window.padding[2]};
  transform(WinogradTransform::input, begin, end, view, numbers.of_x, numbers.zeros,
            Epilogue::none);
}

WinogradTiles::View WinogradTiles::of_y(const Tensor& y) const {
  return {.pixels = static_cast<float*>(y.raw()),
          .height = shape_.window.output[1],
          .width = shape_.window.output[2],
          .depth = shape_.filters,
          .side = tile_side,
          .above = 0,
          .before = 0};
}

void WinogradTiles::transform_dy(std::int64_t begin, std::int64_t end, const Tensor& dy,
                                 const Numbers& numbers) const {
  transform(WinogradTransform::output_gradient, begin, end, of_y(dy), numbers.of_y, numbers.zeros,
            Epilogue::none);
}

void WinogradTiles::write_y(std::int64_t begin, std::int64_t end, const Numbers& numbers,
                            Epilogue epilogue, Tensor& y) const {
  transform(WinogradTransform::output, begin, end, of_y(y), numbers.of_y, numbers.waste, epilogue);
}

void WinogradTiles::find_pixels(const View& view, std::int64_t tile, float* beyond,
                                float** pixels) const {
  const std::int64_t image = tile / columns_ / rows_;
  const std::int64_t top = tile / columns_ % rows_ * tile_side - view.above;
  const std::int64_t left = tile % columns_ * tile_side - view.before;
  for (std::int64_t y = top; y < top + view.side; ++y) {
    const bool is_inside = y >= 0 && y < view.height;
    const std::int64_t line = (image * view.height + y) * view.width;
    for (std::int64_t x = left; x < left + view.side; ++x) {
      *pixels++ =
          is_inside && x >= 0 && x < view.width ? view.pixels + (line + x) * view.depth : beyond;
    }
  }
}

void WinogradTiles::transform(WinogradTransform transform, std::int64_t begin, std::int64_t end,
                              const View& view, float* numbers, float* beyond,
                              Epilogue epilogue) const {
  std::array<float*, winograd_numbers> pixels;
  std::array<float*, winograd_numbers> places;
  const bool is_back = transform == WinogradTransform::output;
  for (std::int64_t tile = begin; tile < end; ++tile) {
    find_pixels(view, tile, beyond, pixels.data());
    for (std::int64_t i = 0; i < winograd_numbers; ++i) {
      places[i] = numbers + (i * (end - begin) + tile - begin) * view.depth;
    }
    transform_squares(transform, (is_back ? places : pixels).data(),
                      (is_back ? pixels : places).data(), view.depth, epilogue);
  }
}

}  // namespace beras::backend::cpu
