#include <beras/backend/reference/reduce.h>

#include <cmath>

#include <beras/backend/reductions_internal.h>

namespace beras::backend::reference {
namespace {

/// Calls body(run, step, count) for the straight runs of the numbers reduced into each element of
/// `out`, and finish(position) after the last run of each.
template <typename T, typename Body, typename Finish>
void for_each_result(const Tensor& x, const Tensor& out, const Body& body, const Finish& finish) {
  const ReducedAxes axes(x, out);
  const std::int64_t kept_step = axes.kept.steps()[0], step = axes.reduced.steps()[0];
  const T* first = static_cast<const T*>(x.raw());
  std::int64_t position = 0;
  axes.kept.walk(0, axes.kept.size(), [&](const auto& kept, std::int64_t kept_count) {
    for (std::int64_t k = 0; k < kept_count; ++k) {
      const T* origin = first + kept[0] + k * kept_step;
      axes.reduced.walk(0, axes.reduced.size(), [&](const auto& offset, std::int64_t count) {
        body(origin + offset[0], step, count);
      });
      finish(position++);
    }
  });
}

}  // namespace

void Reduce::reduce(ReduceKind kind, const Tensor& x, Tensor& out) const {
  const std::int64_t count = out.size() == 0 ? 0 : x.size() / out.size();
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    visit_reduction(kind, [&](auto reduction) {
      using Reduction = decltype(reduction);
      using Part = typename Reduction::template Part<T>;
      Part part = Reduction::template start<T>();
      const auto add_run = [&](const T* run, std::int64_t step, std::int64_t length) {
        for (std::int64_t i = 0; i < length; ++i) {
          part = Reduction::join(part, static_cast<Part>(run[i * step]));
        }
      };
      visit_result<T, Part>(out, [&](auto result) {
        using Out = decltype(result);
        for_each_result<T>(x, out, add_run, [&](std::int64_t position) {
          static_cast<Out*>(out.raw())[position] = finished<Out>(kind, part, count);
          part = Reduction::template start<T>();
        });
      });
    });
  });
}

void Reduce::argument(ArgumentKind kind, const Tensor& x, Tensor& out) const {
  visit_dtype(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    using C = Comparable<T>;
    C best{};
    std::int64_t best_position = 0, position = 0;
    const auto look_at_run = [&](const T* run, std::int64_t step, std::int64_t length) {
      for (std::int64_t i = 0; i < length; ++i, ++position) {
        const C value = run[i * step];
        const bool is_further = kind == ArgumentKind::argmax ? value > best : value < best;
        const bool is_better = !is_nan(best) && (is_further || is_nan(value));
        if (position > 0 && !is_better) continue;
        best = value;
        best_position = position;
      }
    };
    for_each_result<T>(x, out, look_at_run, [&](std::int64_t k) {
      if (out.dtype() == DType::int64) {
        static_cast<std::int64_t*>(out.raw())[k] = best_position;
      } else {
        static_cast<std::int32_t*>(out.raw())[k] = static_cast<std::int32_t>(best_position);
      }
      best_position = position = 0;
    });
  });
}

std::int64_t Reduce::first_nan(const Tensor& x) const {
  return visit_dtype(x.dtype(), [&]<typename T>(T) -> std::int64_t {
    const auto* elements = static_cast<const T*>(x.raw());
    for (std::int64_t i = 0; i < x.size(); ++i)
      if (std::isnan(static_cast<double>(elements[i]))) return i;
    return -1;
  });
}

}  // namespace beras::backend::reference
