#include <beras/backend/reference/epilogue.h>

#include <vector>

#include <beras/backend/reference/rows_internal.h>

namespace beras::backend::reference {

void Epilogues::gradient(Epilogue epilogue, const Tensor& y, const Tensor& dy, Tensor& dz,
                         Tensor& dbias) const {
  visit_float(dy.dtype(), [&]<typename T>(T) {
    std::vector<double> sums(static_cast<std::size_t>(dy.dim(1)));
    for (std::int64_t r = 0; r < dy.dim(0); ++r) {
      const auto result = row<T>(y, r);
      const auto upstream = row<T>(dy, r);
      const auto to = mutable_row<T>(dz, r);
      for (std::size_t c = 0; c < sums.size(); ++c) {
        to[c] = epilogue == Epilogue::none || result[c] > 0 ? upstream[c] : 0;
        sums[c] += to[c];
      }
    }
    if (dbias.defined()) std::copy(sums.begin(), sums.end(), values<T>(dbias));
  });
}

}  // namespace beras::backend::reference
