#include <beras/backend/reference/epilogue.h>

#include <algorithm>
#include <vector>

#include <beras/backend/reference/rows_internal.h>
#include <beras/tensor/cast.h>

namespace beras::backend::reference {

void Epilogues::gradient(Epilogue epilogue, const Tensor& y, const Tensor& dy, Tensor& dz,
                         Tensor& dbias) const {
  const bool is_relu = epilogue == Epilogue::relu;
  const auto compute = [&]<typename T>(T) {
    std::vector<double> sums(static_cast<std::size_t>(dy.dim(1)));
    for (std::int64_t r = 0; r < dy.dim(0); ++r) {
      const auto result = row<T>(y, r);
      const auto upstream = row<T>(dy, r);
      const auto to = mutable_row<T>(dz, r);
      for (std::size_t c = 0; c < sums.size(); ++c) {
        const T passed = is_relu && !(result[c] > T(0)) ? T(0) : upstream[c];
        if (is_relu) to[c] = passed;
        sums[c] += passed;
      }
    }
    if (!dbias.defined()) return;
    std::transform(sums.begin(), sums.end(), values<T>(dbias), cast_value<T, double>);
  };
  dy.dtype() == DType::bfloat16 ? compute(bfloat16{}) : visit_float(dy.dtype(), compute);
}

}  // namespace beras::backend::reference
