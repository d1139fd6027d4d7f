#include <beras/backend/reference/sort.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <type_traits>
#include <vector>

#include <beras/backend/reductions_internal.h>

namespace beras::backend::reference {
namespace {

/// body(row, places, result) for each row of x: its numbers, their places 0, 1, 2 ..., and where
/// its result begins in `out`.
template <typename Body>
void for_each_row(const Tensor& x, Tensor& out, const Body& body) {
  if (x.size() == 0) return;  // though its rows may be long
  const std::int64_t length = x.dim(-1), results = out.dim(-1);
  const auto visit = [&]<typename Place>(Place) {
    std::vector<Place> places(static_cast<std::size_t>(length));
    auto* result = static_cast<Place*>(out.raw());
    visit_dtype(x.dtype(), [&](auto zero) {
      const auto* row = static_cast<const decltype(zero)*>(x.raw());
      for (std::int64_t begin = 0; begin < x.size(); begin += length, result += results) {
        std::iota(places.begin(), places.end(), 0);
        body(row + begin, places, result);
      }
    });
  };
  out.dtype() == DType::int64 ? visit(std::int64_t{}) : visit(std::int32_t{});
}

template <typename T>
bool is_less(T a, T b) {
  const Comparable<T> left = a, right = b;
  if constexpr (std::is_integral_v<Comparable<T>>) {
    return left < right;
  } else {
    return left < right || (std::isnan(right) && !std::isnan(left));
  }
}

}  // namespace

void Sort::argsort(const Tensor& x, Tensor& out) const {
  for_each_row(x, out, [](const auto* row, auto& places, auto* result) {
    std::stable_sort(places.begin(), places.end(),
                     [row](std::int64_t a, std::int64_t b) { return is_less(row[a], row[b]); });
    std::copy(places.begin(), places.end(), result);
  });
}

void Sort::top_k(const Tensor& x, Tensor& out) const {
  const std::int64_t k = out.dim(-1);
  for_each_row(x, out, [k](const auto* row, auto& places, auto* result) {
    std::partial_sort(places.begin(), places.begin() + k, places.end(),
                      [row](std::int64_t a, std::int64_t b) {
                        if (is_less(row[b], row[a])) return true;
                        return !is_less(row[a], row[b]) && a < b;
                      });
    std::copy_n(places.begin(), k, result);
  });
}

}  // namespace beras::backend::reference
