// By Jacobi's one-sided method: columns are rotated against each other until all are orthogonal,
// when their lengths are the singular values. Source: Golub and Van Loan, Matrix Computations, 8.6.
#pragma once

#include <beras/backend/singular_values.h>

namespace beras::backend::reference {

class SingularValues : public SingularValuesKernels {
 public:
  void decompose(const Tensor& x, Tensor& values, Tensor& u, Tensor& v) const override;
};

}  // namespace beras::backend::reference
