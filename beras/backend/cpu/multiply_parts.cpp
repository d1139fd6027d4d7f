#include <beras/backend/cpu/multiply_parts.h>

#include <cstddef>
#include <span>

#include <beras/backend/cpu/working_memory.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

constexpr std::int64_t parts_of_product = 4;

}  // namespace

bool suits_parts(std::int64_t rows, std::int64_t columns, std::int64_t inner, DType dtype) {
  constexpr std::int64_t least_work = 1 << 20;
  constexpr std::int64_t most_work = 1 << 24;
  const std::int64_t work = rows * columns * inner;
  return dtype == DType::float32 && rows > 1 && rows * parts_of_product <= inner &&
         work >= least_work && work <= most_work;
}

void multiply_parts(std::int64_t inner, const MatrixOperand& left, const MatrixOperand& right,
                    const Tensor& bias, Epilogue epilogue, Tensor& out) {
  const std::int64_t columns = out.dim(-1);
  const std::int64_t size = out.size();
  const Tensor rest = Tensor::empty({parts_of_product - 1, size}, DType::float32, Device::cpu);
  auto* first = static_cast<float*>(out.raw());
  auto* others = static_cast<float*>(rest.raw());
  const auto begin_of = [inner](std::int64_t part) { return inner * part / parts_of_product; };
  const auto product = [&](std::int64_t part) {
    return onednn::Gemm{.rows = size / columns,
                        .columns = columns,
                        .inner = begin_of(part + 1) - begin_of(part),
                        .a = left.strides(),
                        .b = right.strides(),
                        .c_row_stride = columns};
  };
  const auto multiply = [&](std::int64_t part, std::int64_t, std::span<std::byte> memory) {
    const bool is_first = part == 0;
    onednn::run(product(part), left.at(0, 0, begin_of(part)), right.at(0, begin_of(part), 0),
                is_first && bias.defined() ? bias.raw() : nullptr,
                is_first ? first : others + (part - 1) * size, memory);
  };
  parallel_for_with_memory(parts_of_product, 1, onednn::working_memory(product(1), false),
                           multiply);
  parallel_for(size, 1 << 12, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t part = 0; part + 1 < parts_of_product; ++part) {
      const float* more = others + part * size;
      for (std::int64_t i = begin; i < end; ++i) first[i] += more[i];
    }
    apply(epilogue, DType::float32, first + begin, end - begin);
  });
}

}  // namespace beras::backend::cpu
