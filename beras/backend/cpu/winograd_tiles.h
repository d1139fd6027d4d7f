// How Winograd's convolution cuts images into tiles.
#pragma once

#include <cstdint>

#include <beras/backend/conv.h>
#include <beras/backend/cpu/winograd_transform.h>

namespace beras::backend::cpu {

/// What a tile is transformed to: 4x4 numbers, each in a matrix of its own over tiles and channels
/// (or filters).
inline constexpr std::int64_t winograd_numbers = 16;

/// Tiles of 2x2 pixels of y, and of the 4x4 pixels of x that they see, of all images of a
/// convolution. Tiles at the border may reach beyond it.
class WinogradTiles {
 public:
  explicit WinogradTiles(const ConvShape& shape);

  std::int64_t count() const { return shape_.batch * rows_ * columns_; }
  /// So many are computed together: what belongs to them stays in the cache of a core.
  std::int64_t block() const { return block_; }

  /// Where the numbers of some tiles lie while they are computed.
  struct Numbers {
    float* of_x;   ///< (16, end - begin, channels)
    float* of_y;   ///< (16, end - begin, filters)
    float* zeros;  ///< what is read beyond the border
    float* waste;  ///< where is written what lies beyond the border
  };
  /// The floats that the numbers of a block take.
  std::int64_t memory() const;
  /// The numbers of the tiles [begin, end), at most a block, in so many floats.
  Numbers numbers(std::int64_t begin, std::int64_t end, float* memory) const;

  void transform_x(std::int64_t begin, std::int64_t end, const Tensor& x,
                   const Numbers& numbers) const;
  void transform_dy(std::int64_t begin, std::int64_t end, const Tensor& dy,
                    const Numbers& numbers) const;
  void write_y(std::int64_t begin, std::int64_t end, const Numbers& numbers, Epilogue epilogue,
               Tensor& y) const;

 private:
  /// What tiles show of images: side x side pixels each.
  struct View {
    float* pixels;
    std::int64_t height, width, depth;
    std::int64_t side;
    std::int64_t above, before;  ///< rows and columns of padding
  };
  View of_y(const Tensor& y) const;
  void find_pixels(const View& view, std::int64_t tile, float* beyond, float** pixels) const;
  void transform(WinogradTransform transform, std::int64_t begin, std::int64_t end,
                 const View& view, float* numbers, float* beyond, Epilogue epilogue) const;

  ConvShape shape_;
  std::int64_t rows_, columns_, block_;
};

}  // namespace beras::backend::cpu
