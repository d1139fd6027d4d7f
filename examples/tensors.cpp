// Tensors: NumPy's arrays in C++.
#include <beras/beras.h>

#include <iostream>

using namespace beras;

int main() {
  // From nested lists, or made: zeros, ones, ranges, random numbers.
  const Tensor a{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
  const Tensor b = ops::arange(3).astype(float32);
  std::cout << "a =\n"
            << a << "\nshape " << to_string(a.shape()) << ", " << dtype_name(a.dtype()) << "\n\n";

  // Arithmetic broadcasts: b is added to each row of a.
  std::cout << "a + b =\n" << a + b << "\n\n";
  std::cout << "row sums " << a.sum(1) << ", mean of all " << a.mean() << "\n\n";
  std::cout << "a @ a^T =\n" << a.matmul(a.T()) << "\n\n";

  // Slices are views: they share the memory, and writing through them writes the tensor.
  Tensor grid = Tensor::zeros({4, 6}, int32);
  grid[{Slice{1, 3}, Slice{{}, {}, 2}}].fill(1);
  grid[-1].assign(ops::arange(6));
  std::cout << "grid =\n" << grid << "\n\n";

  // Tensors of integers and of booleans pick elements.
  std::cout << "columns 2 and 0 =\n" << a[{ellipsis, Index(Tensor{2, 0})}] << '\n';
  std::cout << "elements above 2.5: " << a[Index(a > 2.5)] << "\n\n";

  // The same seed gives the same numbers, on any number of threads.
  set_random_seed(7);
  const Tensor noise = random::normal({1000});
  std::cout << "mean of noise near 0: " << noise.mean() << '\n';

  // Plain memory goes in without a copy and out as a span.
  auto samples = std::make_shared<std::vector<float>>(6, 2.0F);
  const Tensor shared = Tensor::from_external(samples->data(), {2, 3}, float32, samples);
  (*samples)[0] = 9;
  std::cout << "first of the shared memory: " << shared.span<float>()[0] << '\n';
  return 0;
}
