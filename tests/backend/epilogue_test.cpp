// Holds the fast gradients of epilogues against the reference.
#include <beras/backend/epilogue.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

struct Gradients {
  Tensor dz, dbias;
};

Gradients gradients(Epilogue kind, const Tensor& y, const Tensor& dy) {
  Gradients result{kind == Epilogue::none ? dy : Tensor::empty(dy.shape(), dy.dtype()),
                   Tensor::empty({dy.dim(1)}, dy.dtype())};
  epilogue(Device::cpu)->gradient(kind, y, dy, result.dz, result.dbias);
  return result;
}

TEST(Epilogue, ReferenceByHand) {
  const UseReferenceKernels reference;
  const Tensor y({{1, 0}, {2, 3}}, DType::float32), dy({{5, 6}, {7, 8}}, DType::float32);
  const auto [dz, dbias] = gradients(Epilogue::relu, y, dy);
  EXPECT_EQ(dz.to_vector<float>(), (std::vector<float>{5, 0, 7, 8}));
  EXPECT_EQ(dbias.to_vector<float>(), (std::vector<float>{12, 8}));
  EXPECT_EQ(gradients(Epilogue::none, y, dy).dbias.to_vector<float>(),
            (std::vector<float>{12, 14}));
}

TEST(Epilogue, AgreesWithTheReferenceForAnyShape) {
  for (const DType dtype : {DType::float32, DType::float64, DType::bfloat16}) {
    const double tolerance = dtype == DType::bfloat16 ? 8e-3 : 1e-5;
    for (const Shape& shape : {Shape{1, 1}, {5, 3}, {1000, 10}, {77, 32}, {3, 1000}, {2000, 65}}) {
      for (const Epilogue kind : {Epilogue::none, Epilogue::relu}) {
        const Tensor y = numbers(shape, 1, dtype), dy = numbers(shape, 2, dtype);
        const auto [dz, dbias] = gradients(kind, y, dy);
        const UseReferenceKernels reference;
        const auto [true_dz, true_dbias] = gradients(kind, y, dy);
        EXPECT_TRUE(same_bits(dz, true_dz));
        expect_near(dbias, true_dbias, tolerance);
      }
    }
  }
}

TEST(Epilogue, WorksInPlaceAndWithoutBias) {
  const Tensor y = numbers({300, 20}, 1), dy = numbers({300, 20}, 2);
  const Tensor expected = gradients(Epilogue::relu, y, dy).dz;
  Tensor dz = dy.copy(), none;
  epilogue(Device::cpu)->gradient(Epilogue::relu, y, dz, dz, none);
  EXPECT_TRUE(same_bits(dz, expected));
}

TEST(Epilogue, NothingFlowsWhereTheResultIsNotANumber) {
  const auto [dz, dbias] = gradients(Epilogue::relu, Tensor({{NAN, 1.f}}), Tensor({{2.f, 3.f}}));
  EXPECT_EQ(dz.to_vector<float>(), (std::vector<float>{0, 3}));
}

TEST(Epilogue, SameBitsForAnyNumberOfThreads) {
  const Tensor y = numbers({5000, 33}, 1), dy = numbers({5000, 33}, 2);
  const int threads = num_threads();
  set_num_threads(1);
  const Tensor one = gradients(Epilogue::relu, y, dy).dbias;
  set_num_threads(4);
  const Tensor four = gradients(Epilogue::relu, y, dy).dbias;
  set_num_threads(threads);
  EXPECT_TRUE(same_bits(one, four));
}

}  // namespace
}  // namespace beras::backend
