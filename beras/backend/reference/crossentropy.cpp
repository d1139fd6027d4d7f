#include <beras/backend/reference/crossentropy.h>

#include <cmath>
#include <type_traits>

#include <numeric>

#include <beras/backend/reference/rows_internal.h>

namespace beras::backend::reference {
namespace {

template <typename T>
Exponentials<T> keep(std::span<const T> logits, Tensor& kept, std::int64_t position) {
  const Exponentials sums(logits);
  mutable_row<T>(kept, position)[0] = sums.m;
  mutable_row<T>(kept, position)[1] = static_cast<T>(sums.s);
  return sums;
}

/// True if the value is a whole number of [0, classes).
template <typename T>
bool is_class(T value, std::int64_t classes) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(value) >= 0 && static_cast<std::int64_t>(value) < classes;
  } else {
    const auto number = static_cast<double>(value);
    return number >= 0 && number < static_cast<double>(classes) && number == std::floor(number);
  }
}

}  // namespace

void Crossentropy::sparse(const Tensor& labels, const Tensor& x, Tensor& kept, Tensor& loss) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < row_count(x); ++r) {
      const auto logits = row<T>(x, r);
      const std::int64_t label = values<std::int64_t>(labels)[r];
      const Exponentials sums = keep<T>(logits, kept, r);
      const double negative_log = label < 0 ? 0 : std::log(sums.s) - (logits[label] - sums.m);
      values<T>(loss)[r] = static_cast<T>(negative_log);
    }
  });
}

void Crossentropy::sparse_gradient(const Tensor& labels, const Tensor& x, const Tensor& kept,
                                   const Tensor& dloss, Tensor& dx) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < row_count(x); ++r) {
      const auto logits = row<T>(x, r), sums = row<T>(kept, r);
      const auto to = mutable_row<T>(dx, r);
      const std::int64_t label = values<std::int64_t>(labels)[r];
      const T upstream = label < 0 ? T(0) : values<T>(dloss)[r];
      for (std::size_t c = 0; c < logits.size(); ++c) {
        to[c] = std::exp(logits[c] - sums[0]) / sums[1] * upstream;
      }
      if (label >= 0) to[label] -= upstream;
    }
  });
}

void Crossentropy::categorical(const Tensor& t, const Tensor& x, Tensor& kept, Tensor& loss) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < row_count(x); ++r) {
      const auto logits = row<T>(x, r), target = row<T>(t, r);
      const Exponentials sums = keep<T>(logits, kept, r);
      double sum = 0;
      for (std::size_t c = 0; c < logits.size(); ++c) {
        if (target[c] != 0) sum += target[c] * (std::log(sums.s) - (logits[c] - sums.m));
      }
      values<T>(loss)[r] = static_cast<T>(sum);
    }
  });
}

void Crossentropy::categorical_gradient(const Tensor& t, const Tensor& x, const Tensor& kept,
                                        const Tensor& dloss, Tensor& dx) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < row_count(x); ++r) {
      const auto logits = row<T>(x, r), target = row<T>(t, r), sums = row<T>(kept, r);
      const auto to = mutable_row<T>(dx, r);
      const double total = std::accumulate(target.begin(), target.end(), 0.0);
      for (std::size_t c = 0; c < logits.size(); ++c) {
        const double p = std::exp(logits[c] - sums[0]) / sums[1];
        to[c] = static_cast<T>((p * total - target[c]) * values<T>(dloss)[r]);
      }
    }
  });
}

void Crossentropy::binary(const Tensor& t, const Tensor& x, Tensor& loss) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t i = 0; i < x.size(); ++i) {
      const T logit = values<T>(x)[i];
      values<T>(loss)[i] =
          std::max(logit, T(0)) - logit * values<T>(t)[i] + std::log1p(std::exp(-std::abs(logit)));
    }
  });
}

void Crossentropy::binary_gradient(const Tensor& t, const Tensor& x, const Tensor& dloss,
                                   Tensor& dx) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t i = 0; i < x.size(); ++i) {
      const T sigmoid = 1 / (1 + std::exp(-values<T>(x)[i]));
      values<T>(dx)[i] = (sigmoid - values<T>(t)[i]) * values<T>(dloss)[i];
    }
  });
}

std::int64_t Crossentropy::labels(const Tensor& target, std::int64_t classes,
                                  std::optional<std::int64_t> ignored, Tensor& out) const {
  auto* to = static_cast<std::int64_t*>(out.raw());
  return visit_dtype(target.dtype(), [&]<typename T>(T) -> std::int64_t {
    const auto* from = static_cast<const T*>(target.raw());
    for (std::int64_t i = 0; i < out.size(); ++i) {
      const bool counts = !ignored || static_cast<double>(from[i]) != static_cast<double>(*ignored);
      if (counts && !is_class(from[i], classes)) return i;
      to[i] = counts ? static_cast<std::int64_t>(from[i]) : -1;
    }
    return -1;
  });
}

}  // namespace beras::backend::reference
