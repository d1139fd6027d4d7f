#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <sstream>

#include <beras/base/error.h>
#include <beras/tensor/create.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

// The expected texts are what NumPy 2.4 prints for the same arrays.
struct Case {
  const char* name;
  Tensor tensor;
  const char* text;
};

class PrintTest : public testing::TestWithParam<Case> {};

TEST_P(PrintTest, PrintsLikeNumpy) { EXPECT_EQ(to_string(GetParam().tensor), GetParam().text); }

// clang-format off
const Case cases[] = {
    {"Vector", Tensor{1.0, 2.0, 3.5}, "[1.  2.  3.5]"},
    {"WholeFloats", Tensor{1.0, 2.0, 3.0}, "[1. 2. 3.]"},
    {"Negative", Tensor{-1.5, 2.0, 0.25}, "[-1.5   2.    0.25]"},
    {"Matrix", Tensor{{1.0, 2.0}, {3.0, 4.5}},
     "[[1.  2. ]\n"
     " [3.  4.5]]"},
    {"Tenths", Tensor{0.1, 0.2, 0.3}, "[0.1 0.2 0.3]"},
    {"Tenths64", Tensor({0.1, 0.2, 0.3}, float64), "[0.1 0.2 0.3]"},
    {"Thirds", Tensor({1.0 / 3, 2.0 / 3}, float64), "[0.33333333 0.66666667]"},
    {"Thirds32", Tensor{1.0 / 3, 2.0 / 3, 100.0 / 3}, "[ 0.33333334  0.6666667  33.333332  ]"},
    {"Pi", Tensor({3.14159265358979, -2.718281828459045}, float64), "[ 3.14159265 -2.71828183]"},
    {"FarApart", Tensor{1e-3, 1.0, 1e3}, "[1.e-03 1.e+00 1.e+03]"},
    {"RatioJustBelow", Tensor{1.0, 1000.0}, "[   1. 1000.]"},
    {"RatioJustAbove", Tensor{1.0, 1001.0}, "[1.000e+00 1.001e+03]"},
    {"Small", Tensor{1e-5, 2e-5}, "[1.e-05 2.e-05]"},
    {"NotSoSmall", Tensor{1e-4, 2e-4}, "[0.0001 0.0002]"},
    {"MillionFloat32", Tensor{999999.0, 500000.5}, "[999999.  500000.5]"},
    {"OverMillionFloat32", Tensor{1e6, 2.5e6}, "[1.0e+06 2.5e+06]"},
    {"OverMillionFloat64", Tensor({1e6, 2.5e6}, float64), "[1000000. 2500000.]"},
    {"Large", Tensor{1e8, 1.0}, "[1.e+08 1.e+00]"},
    {"Large64", Tensor({123456789.0, 987654321.0}, float64), "[1.23456789e+08 9.87654321e+08]"},
    {"HugeExponent", Tensor({1e300, 1e-300}, float64), "[1.e+300 1.e-300]"},
    {"NegativeScientific", Tensor{-1e10, 1.0, -1e-5}, "[-1.e+10  1.e+00 -1.e-05]"},
    {"NonFinite", Tensor({std::nan(""), INFINITY, -INFINITY, 1.5}, float64), "[ nan  inf -inf  1.5]"},
    {"NonFiniteOnly", Tensor{std::nan(""), -INFINITY}, "[ nan -inf]"},
    {"NanAndWhole", Tensor{std::nan(""), 1.0}, "[nan  1.]"},
    {"InfScientific", Tensor{INFINITY, 1e-10, 1.0}, "[   inf 1.e-10 1.e+00]"},
    {"Zeros", Tensor::zeros({2, 3}),
     "[[0. 0. 0.]\n"
     " [0. 0. 0.]]"},
    {"NegativeZero", Tensor{-0.0, 0.0}, "[-0.  0.]"},
    {"ThreeAxes", Tensor::ones({2, 2, 2}),
     "[[[1. 1.]\n"
     "  [1. 1.]]\n"
     "\n"
     " [[1. 1.]\n"
     "  [1. 1.]]]"},
    {"FourAxes", Tensor::zeros({2, 1, 2, 1}),
     "[[[[0.]\n"
     "   [0.]]]\n"
     "\n"
     "\n"
     " [[[0.]\n"
     "   [0.]]]]"},
    {"Integers", Tensor{1, -20, 300}, "[  1 -20 300]"},
    {"IntegerMatrix", Tensor{{1, 2}, {-3, 40}},
     "[[ 1  2]\n"
     " [-3 40]]"},
    {"Int64Extremes", Tensor({INT64_MIN, INT64_MAX}, int64), "[-9223372036854775808  9223372036854775807]"},
    {"Bytes", Tensor({0, 127, 255}, uint8), "[  0 127 255]"},
    {"Booleans", Tensor{true, false}, "[ True False]"},
    {"AllTrue", Tensor{{true, true}, {true, true}},
     "[[ True  True]\n"
     " [ True  True]]"},
    {"Empty", Tensor::zeros({0}), "[]"},
    {"EmptyMatrix", Tensor::zeros({3, 0, 2}), "[]"},
    {"EmptyRows", Tensor::zeros({0, 3}), "[]"},
    {"Scalar", Tensor(1.5), "1.5"},
    {"ScalarWhole", Tensor(2.0), "2.0"},
    {"ScalarTenth", Tensor(0.1), "0.1"},
    {"ScalarTenth64", Tensor(0.1, float64), "0.1"},
    {"ScalarThird64", Tensor(1.0 / 3, float64), "0.3333333333333333"},
    {"ScalarSmall", Tensor(1e-5), "1e-05"},
    {"ScalarSmallDigits", Tensor(1.25e-7), "1.25e-07"},
    {"ScalarLarge", Tensor(123456792.0), "1.2345679e+08"},
    {"ScalarVeryLarge", Tensor(1e20, float64), "1e+20"},
    {"Scalar1e16", Tensor(1e16, float64), "1e+16"},
    {"Scalar1e15", Tensor(1e15, float64), "1000000000000000.0"},
    {"ScalarMillion", Tensor(999999.0), "999999.0"},
    {"ScalarOverMillion", Tensor(1234567.0), "1.234567e+06"},
    {"ScalarTenThousandth", Tensor(0.0001), "1e-04"},
    {"ScalarTenThousandth64", Tensor(0.0001, float64), "0.0001"},
    {"ScalarHalfLarge", Tensor(2048.0, DType::float16), "2.048e+03"},
    {"TrueDigits", Tensor{0.1, 3e6, 7.123456}, "[1.000000e-01 3.000000e+06 7.123456e+00]"},
    {"TrueDigits64", Tensor({0.1, 1e9, 7.1234567}, float64), "[1.0000000e-01 1.0000000e+09 7.1234567e+00]"},
    {"ScalarNan", Tensor(std::nan("")), "nan"},
    {"ScalarInteger", Tensor(-7), "-7"},
    {"ScalarTrue", Tensor(true), "True"},
    {"ScalarNegativeZero", Tensor(-0.0), "-0.0"},
    {"Half", Tensor({0.1, 1.0, 65504.0}, DType::float16), "[1.00e-01 1.00e+00 6.55e+04]"},
    {"HalfPlain", Tensor({0.1, 1.0, 100.5}, DType::float16), "[9.998e-02 1.000e+00 1.005e+02]"},
    {"ScalarHalf", Tensor(0.1, DType::float16), "0.1"},
    {"SummarisedVector", ops::arange(1001), "[   0    1    2 ...  998  999 1000]"},
    {"NotSummarised", ops::arange(1000)[Slice{0, 40}],
     "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
     " 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39]"},
    {"SummarisedFloats", ops::arange(0.0, 2000.0), "[0.000e+00 1.000e+00 2.000e+00 ... 1.997e+03 1.998e+03 1.999e+03]"},
    {"SummarisedMatrix", Tensor::ones({100, 100}),
     "[[1. 1. 1. ... 1. 1. 1.]\n"
     " [1. 1. 1. ... 1. 1. 1.]\n"
     " [1. 1. 1. ... 1. 1. 1.]\n"
     " ...\n"
     " [1. 1. 1. ... 1. 1. 1.]\n"
     " [1. 1. 1. ... 1. 1. 1.]\n"
     " [1. 1. 1. ... 1. 1. 1.]]"},
    {"SummarisedWide", ops::arange(1200).reshape({2, 600}),
     "[[   0    1    2 ...  597  598  599]\n"
     " [ 600  601  602 ... 1197 1198 1199]]"},
    {"SummarisedTall", ops::arange(1200).reshape({600, 2}),
     "[[   0    1]\n"
     " [   2    3]\n"
     " [   4    5]\n"
     " ...\n"
     " [1194 1195]\n"
     " [1196 1197]\n"
     " [1198 1199]]"},
    {"SummarisedDeep", ops::arange(2000).reshape({2, 10, 100}),
     "[[[   0    1    2 ...   97   98   99]\n"
     "  [ 100  101  102 ...  197  198  199]\n"
     "  [ 200  201  202 ...  297  298  299]\n"
     "  ...\n"
     "  [ 700  701  702 ...  797  798  799]\n"
     "  [ 800  801  802 ...  897  898  899]\n"
     "  [ 900  901  902 ...  997  998  999]]\n"
     "\n"
     " [[1000 1001 1002 ... 1097 1098 1099]\n"
     "  [1100 1101 1102 ... 1197 1198 1199]\n"
     "  [1200 1201 1202 ... 1297 1298 1299]\n"
     "  ...\n"
     "  [1700 1701 1702 ... 1797 1798 1799]\n"
     "  [1800 1801 1802 ... 1897 1898 1899]\n"
     "  [1900 1901 1902 ... 1997 1998 1999]]]"},
    {"SummarisedEdgeSix", ops::arange(1200).reshape({6, 200}),
     "[[   0    1    2 ...  197  198  199]\n"
     " [ 200  201  202 ...  397  398  399]\n"
     " [ 400  401  402 ...  597  598  599]\n"
     " [ 600  601  602 ...  797  798  799]\n"
     " [ 800  801  802 ...  997  998  999]\n"
     " [1000 1001 1002 ... 1197 1198 1199]]"},
    {"Wrapped", ops::arange(30),
     "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
     " 24 25 26 27 28 29]"},
    {"WrappedFloats", ops::linspace(0, 1, 12),
     "[0.         0.09090909 0.18181819 0.27272728 0.36363637 0.45454547\n"
     " 0.54545456 0.6363636  0.72727275 0.8181818  0.90909094 1.        ]"},
    {"WrappedMatrix", ops::arange(60).reshape({2, 30}),
     "[[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
     "  24 25 26 27 28 29]\n"
     " [30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53\n"
     "  54 55 56 57 58 59]]"},
    {"WrappedLong", Tensor::full({2, 2, 7}, -123456.789, float64),
     "[[[-123456.789 -123456.789 -123456.789 -123456.789 -123456.789\n"
     "   -123456.789 -123456.789]\n"
     "  [-123456.789 -123456.789 -123456.789 -123456.789 -123456.789\n"
     "   -123456.789 -123456.789]]\n"
     "\n"
     " [[-123456.789 -123456.789 -123456.789 -123456.789 -123456.789\n"
     "   -123456.789 -123456.789]\n"
     "  [-123456.789 -123456.789 -123456.789 -123456.789 -123456.789\n"
     "   -123456.789 -123456.789]]]"},
    {"Strided", ops::arange(6).reshape({2, 3}).T(),
     "[[0 3]\n"
     " [1 4]\n"
     " [2 5]]"},
    {"SummarisedStrided", ops::arange(2000).reshape({20, 100}).T(),
     "[[   0  100  200 ... 1700 1800 1900]\n"
     " [   1  101  201 ... 1701 1801 1901]\n"
     " [   2  102  202 ... 1702 1802 1902]\n"
     " ...\n"
     " [  97  197  297 ... 1797 1897 1997]\n"
     " [  98  198  298 ... 1798 1898 1998]\n"
     " [  99  199  299 ... 1799 1899 1999]]"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Numpy, PrintTest, testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

TEST(Print, BFloat16ShowsTheDigitsThatTellItApart) {
  EXPECT_EQ(to_string(Tensor({0.1, 1.0, 3.0}, DType::bfloat16)), "[0.1 1.  3. ]");
}

TEST(Print, WritesToStreams) {
  std::ostringstream stream;
  stream << Tensor{1, 2};
  EXPECT_EQ(stream.str(), "[1 2]");
}

TEST(Print, UndefinedTensorIsAnError) { EXPECT_THROW(to_string(Tensor()), ValueError); }

}  // namespace
}  // namespace beras
