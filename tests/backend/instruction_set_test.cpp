#include <beras/backend/instruction_set.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include <beras/backend/elementwise.h>
#include <beras/backend/matmul.h>
#include <beras/base/error.h>
#include <beras/tensor/create.h>

namespace beras::backend {
namespace {

/// A process of its own: computes under the limit, says what it used, and ends.
[[noreturn]] void compute_with(const char* limit) {
  setenv("BERAS_MAX_ISA", limit, 1);
  const Tensor a = ops::full({2, 2}, 3.f);
  Tensor sum = Tensor::empty({2, 2}, a.dtype()), product = Tensor::empty({2, 2}, a.dtype());
  elementwise(Device::cpu)->binary(BinaryKind::add, a, a, sum);
  matmul(Device::cpu)->matmul(a, a, Tensor(), Epilogue::none, product);
  const InstructionSets used = instruction_sets();
  std::cerr << used.vectors << ' ' << used.products << ' ' << sum.to_vector<float>()[3] << ' '
            << product.to_vector<float>()[3] << '\n';
  std::exit(0);
}

class InstructionLimit : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(InstructionLimit, HoldsForVectorsAndProducts) {
  const auto ends_well = testing::ExitedWithCode(0);
  // The plain variant has another name with clang.
  EXPECT_EXIT(compute_with("sse4"), ends_well, "(SCALAR|EMU128) sse4 6 18");
  EXPECT_EXIT(compute_with("avx2"), ends_well, "(SCALAR|EMU128|AVX2) (sse4|avx2) 6 18");
  EXPECT_EXIT(compute_with("avx512_core"), ends_well,
              "(SCALAR|EMU128|AVX2|AVX3) (sse4|avx2|avx512_core) 6 18");
}

TEST_F(InstructionLimit, RefusesUnknownNames) {
  const auto compute = [] {
    try {
      compute_with("mmx");
    } catch (const ValueError& error) {
      std::cerr << error.what();
      std::exit(1);
    }
  };
  EXPECT_EXIT(compute(), testing::ExitedWithCode(1),
              "\\[BERAS_MAX_ISA\\] expected sse4, avx2, .* Received: mmx");
}

TEST(InstructionSets, AreThoseOfThisMachine) {
  const InstructionSets used = instruction_sets();
  EXPECT_NE(std::string("SCALAR AVX2 AVX3").find(used.vectors), std::string::npos);
  EXPECT_NE(used.products, "none");
}

}  // namespace
}  // namespace beras::backend
