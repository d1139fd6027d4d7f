// The only door to oneDNN: shapes and pointers go in, no type of that library comes out.
//
// Every primitive runs on the thread that calls it. Work is cut by our own loops, by its shape
// alone, so that results have the same bits for any number of threads; oneDNN's own threads would
// split long sums by their number. Working memory comes from the caller, who can take it for all
// threads beforehand; what is too small is made up for, as a part may need more than its neighbour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <beras/backend/conv.h>
#include <beras/tensor/dtype.h>

namespace beras::backend::onednn {

/// While it lives, what oneDNN has for the process, generated code among it, is not destroyed.
/// False where the process ends already, and all that may be gone.
class Use {
 public:
  Use();
  ~Use();
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  explicit operator bool() const { return is_safe_; }

 private:
  bool is_safe_;
};

/// Runs the body, which makes and runs primitives, or `otherwise` where the process ends.
template <typename Body, typename Otherwise>
void until_process_ends(const Body& body, const Otherwise& otherwise) {
  if (const Use use; use) return body();
  otherwise();
}

/// True if this machine has fast kernels for the dtype.
bool supports(DType dtype);

/// The distances in elements between neighbouring rows and neighbouring columns of a matrix.
struct MatrixStrides {
  std::int64_t row = 0;
  std::int64_t column = 0;
};

/// c (rows, columns) = a (rows, inner) @ b (inner, columns) + bias (columns).
struct Gemm {
  DType dtype = DType::float32;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t inner = 0;
  MatrixStrides a;  ///< one of the two is 1
  MatrixStrides b;  ///< one of the two is 1
  std::int64_t c_row_stride = 0;
  bool adds = false;  ///< to what c holds
};

/// The bytes of working memory that it needs.
std::size_t working_memory(const Gemm& gemm, bool has_bias);
/// Without bias if it is null.
void run(const Gemm& gemm, const void* a, const void* b, const void* bias, void* c,
         std::span<std::byte> memory);

/// Which of its three tensors a convolution computes.
enum class ConvResult : std::uint8_t { y, dx, dkernel };

/// A part of a larger convolution, with its kernel (or the kernel's gradient) in oneDNN's own
/// layout: the one that suits the part `model` best, so that all parts share one packed kernel.
struct Convolution {
  ConvResult result = ConvResult::y;
  DType dtype = DType::float32;
  ConvShape shape;
  ConvShape model;
};

/// The bytes of a packed kernel. The gradient is packed in float32, whatever the dtype.
std::size_t packed_kernel_bytes(const Convolution& convolution);
void pack_kernel(const Convolution& convolution, const void* kernel, void* packed);
void unpack_kernel(const Convolution& convolution, const void* packed, void* kernel);

/// The bytes of working memory that it needs.
std::size_t working_memory(const Convolution& convolution, bool has_bias);
/// Computes the one of x (or dx), kernel (or dkernel) and y (or dy) that is the result from the
/// other two; without bias if it is null.
void run(const Convolution& convolution, const void* x, const void* packed_kernel, const void* bias,
         const void* y, std::span<std::byte> memory);

}  // namespace beras::backend::onednn
