#include <beras/backend/reference/softmax.h>

#include <beras/backend/reference/rows_internal.h>

namespace beras::backend::reference {

void Softmax::forward(SoftmaxKind kind, const Tensor& x, Tensor& y) const {
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < row_count(x); ++r) {
      const auto from = row<T>(x, r);
      const auto to = mutable_row<T>(y, r);
      const Exponentials sums(from);
      const double log_sum = std::log(sums.s);
      for (std::size_t c = 0; c < from.size(); ++c) {
        const double shifted = from[c] - sums.m;
        to[c] = static_cast<T>(kind == SoftmaxKind::softmax ? std::exp(shifted) / sums.s
                                                            : shifted - log_sum);
      }
    }
  });
}

void Softmax::gradient(SoftmaxKind kind, const Tensor& y, const Tensor& dy, Tensor& dx) const {
  visit_float(y.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < row_count(y); ++r) {
      const auto output = row<T>(y, r);
      const auto upstream = row<T>(dy, r);
      const auto to = mutable_row<T>(dx, r);
      double sum = 0;
      for (std::size_t c = 0; c < output.size(); ++c) {
        sum += upstream[c] * (kind == SoftmaxKind::softmax ? output[c] : 1.0);
      }
      for (std::size_t c = 0; c < output.size(); ++c) {
        const double y_c = output[c], u = upstream[c];
        to[c] = static_cast<T>(kind == SoftmaxKind::softmax ? y_c * (u - sum)
                                                            : u - std::exp(y_c) * sum);
      }
    }
  });
}

}  // namespace beras::backend::reference
