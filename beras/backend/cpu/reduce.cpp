#include <beras/backend/cpu/reduce.h>

#include <algorithm>
#include <memory>
#include <type_traits>

#include <beras/backend/cpu/reduce_floats.h>
#include <beras/backend/reductions_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

constexpr std::int64_t elements_at_once = 1 << 16;
constexpr std::int64_t widest_tile = 1024;

template <typename Reduction>
constexpr bool is_maximum = std::is_same_v<Reduction, Maximum>;
template <typename Reduction>
constexpr bool is_extreme = is_maximum<Reduction> || std::is_same_v<Reduction, Minimum>;

template <typename Reduction, typename T>
constexpr bool is_sum_of_floats = std::is_same_v<Reduction, Sum>&& std::is_same_v<T, float>;

/// Joins rows of numbers, `distance` apart, to as many parts as a row has.
template <typename Reduction, typename Part, typename T>
void join_rows(Part* parts, const T* rows, std::int64_t distance, std::int64_t row_count,
               std::int64_t count) {
  if constexpr (is_sum_of_floats<Reduction, T>) {
    return add_rows_to(parts, rows, distance, row_count, count);
  }
  for (const T* row = rows; row_count-- > 0; row += distance) {
    if constexpr (std::is_same_v<T, float> && is_extreme<Reduction>) {
      is_maximum<Reduction> ? raise_to(parts, row, count) : lower_to(parts, row, count);
    } else {
      for (std::int64_t k = 0; k < count; ++k) {
        parts[k] = Reduction::join(parts[k], static_cast<Part>(row[k]));
      }
    }
  }
}

/// One straight run of numbers, made one: in 16 lanes, which vector units take side by side.
template <typename Reduction, typename Part, typename T>
Part reduce_run(const T* run, std::int64_t step, std::int64_t count, Part start) {
  constexpr std::int64_t lanes = 16;
  if constexpr (std::is_same_v<T, float> && is_extreme<Reduction>) {
    if (step == 1 && count >= lanes) {
      return is_maximum<Reduction> ? largest_of(start, run, count) : smallest_of(start, run, count);
    }
  } else if constexpr (is_sum_of_floats<Reduction, T>) {
    if (step == 1) return start + sum_of(run, count);
  }
  std::int64_t i = 0;
  Part part = start;
  if (step == 1 && count >= lanes) {
    Part lane[lanes];
    std::fill_n(lane, lanes, start);
    for (; i + lanes <= count; i += lanes) {
      for (std::int64_t l = 0; l < lanes; ++l) {
        lane[l] = Reduction::join(lane[l], static_cast<Part>(run[i + l]));
      }
    }
    for (std::int64_t half = lanes / 2; half > 0; half /= 2) {
      for (std::int64_t l = 0; l < half; ++l) lane[l] = Reduction::join(lane[l], lane[l + half]);
    }
    part = lane[0];
  }
  for (; i < count; ++i) part = Reduction::join(part, static_cast<Part>(run[i * step]));
  return part;
}

/// A reduction cut into tiles of results and pieces of what is reduced.
template <typename Reduction, typename T>
class Reducer {
 public:
  using Part = typename Reduction::template Part<T>;

  Reducer(const Tensor& x, const Tensor& out)
      : axes_(x, out),
        first_(static_cast<const T*>(x.raw())),
        results_(axes_.kept.size()),
        count_(axes_.reduced.size()),
        by_columns_(axes_.kept.steps()[0] == 1 && axes_.reduced.steps()[0] != 1 && results_ > 1),
        tile_(by_columns_ ? widest_tile
                          : std::clamp(elements_at_once / std::max<std::int64_t>(count_, 1),
                                       std::int64_t{1}, widest_tile)),
        piece_(elements_at_once / std::clamp(results_, std::int64_t{1}, tile_)),
        pieces_(std::max<std::int64_t>(1, (count_ + piece_ - 1) / piece_)) {}

  template <typename Out>
  void run(ReduceKind kind, Out* out) const {
    if (results_ == 0) return;
    const std::int64_t tiles = (results_ + tile_ - 1) / tile_;
    const std::unique_ptr<Part[]> parts(pieces_ > 1 ? new Part[pieces_ * results_] : nullptr);
    parallel_for(tiles * pieces_, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t task = begin; task < end; ++task) {
        const std::int64_t piece = task % pieces_;
        const std::int64_t first = task / pieces_ * tile_;
        const std::int64_t width = std::min(tile_, results_ - first);
        Part tile[widest_tile];
        reduce_tile(tile, first, width, piece * piece_, std::min(count_, (piece + 1) * piece_));
        if (parts) {
          std::copy_n(tile, width, parts.get() + piece * results_ + first);
        } else {
          for (std::int64_t k = 0; k < width; ++k) {
            out[first + k] = finished<Out>(kind, tile[k], count_);
          }
        }
      }
    });
    for (std::int64_t k = 0; parts && k < results_; ++k) {
      Part part = parts[k];
      for (std::int64_t piece = 1; piece < pieces_; ++piece) {
        part = Reduction::join(part, parts[piece * results_ + k]);
      }
      out[k] = finished<Out>(kind, part, count_);
    }
  }

 private:
  /// The results [first, first + width), of the numbers [begin, end) alone.
  void reduce_tile(Part* tile, std::int64_t first, std::int64_t width, std::int64_t begin,
                   std::int64_t end) const {
    std::fill_n(tile, width, Reduction::template start<T>());
    const std::int64_t kept_step = axes_.kept.steps()[0], step = axes_.reduced.steps()[0];
    axes_.kept.walk(first, first + width, [&](const auto& kept, std::int64_t kept_count) {
      const T* origin = first_ + kept[0];
      if (by_columns_) {
        axes_.reduced.walk(begin, end, [&](const auto& offset, std::int64_t count) {
          join_rows<Reduction>(tile, origin + offset[0], step, count, kept_count);
        });
      } else {
        for (std::int64_t k = 0; k < kept_count; ++k) {
          axes_.reduced.walk(begin, end, [&](const auto& offset, std::int64_t count) {
            const T* run = origin + k * kept_step + offset[0];
            const Part start = Reduction::template start<T>();
            tile[k] = Reduction::join(tile[k], reduce_run<Reduction>(run, step, count, start));
          });
        }
      }
      tile += kept_count;
    });
  }

  ReducedAxes axes_;
  const T* first_;
  std::int64_t results_;
  std::int64_t count_;
  bool by_columns_;
  std::int64_t tile_;
  std::int64_t piece_;
  std::int64_t pieces_;
};

}  // namespace

void Reduce::reduce(ReduceKind kind, const Tensor& x, Tensor& out) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    visit_reduction(kind, [&](auto reduction) {
      using Kernel = Reducer<decltype(reduction), T>;
      visit_result<T, typename Kernel::Part>(out, [&](auto result) {
        Kernel(x, out).run(kind, static_cast<decltype(result)*>(out.raw()));
      });
    });
  });
}

}  // namespace beras::backend::cpu
