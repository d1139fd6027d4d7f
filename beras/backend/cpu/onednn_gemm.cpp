#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/onednn_task_internal.h>

namespace beras::backend::onednn {
namespace {

using dnnl::memory;

Task make_task(const Gemm& gemm, bool has_bias) {
  const memory::data_type type = data_type(gemm.dtype);
  const memory::desc a({gemm.rows, gemm.inner}, type, memory::dims{gemm.a.row, gemm.a.column});
  const memory::desc b({gemm.inner, gemm.columns}, type, memory::dims{gemm.b.row, gemm.b.column});
  const memory::desc c({gemm.rows, gemm.columns}, type, memory::dims{gemm.c_row_stride, 1});
  const memory::desc bias =
      has_bias ? memory::desc({1, gemm.columns}, type, memory::dims{gemm.columns, 1})
               : memory::desc();
  dnnl::primitive_attr how = attributes();
  if (gemm.adds) {
    dnnl::post_ops then;
    then.append_sum(1.0F);
    how.set_post_ops(then);
  }
  const auto description = describe_with<dnnl::matmul>(how, a, b, bias, c);
  std::vector<Task::Operand> operands{{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, c}};
  if (has_bias) operands.emplace_back(DNNL_ARG_BIAS, bias);
  return {dnnl::matmul(description), description, operands};
}

Task& task_of(const Gemm& gemm, bool has_bias) {
  const Key key{static_cast<std::int64_t>(Kind::gemm),
                gemm.adds,
                static_cast<std::int64_t>(gemm.dtype),
                gemm.rows,
                gemm.columns,
                gemm.inner,
                gemm.a.row,
                gemm.a.column,
                gemm.b.row,
                gemm.b.column,
                gemm.c_row_stride,
                has_bias};
  return find_task(key, [&] { return make_task(gemm, has_bias); });
}

}  // namespace

std::size_t working_memory(const Gemm& gemm, bool has_bias) {
  return guarded([&] { return task_of(gemm, has_bias).working_memory(); });
}

void run(const Gemm& gemm, const void* a, const void* b, const void* bias, void* c,
         std::span<std::byte> memory) {
  guarded([&] {
    Task& task = task_of(gemm, bias != nullptr);
    bias ? task.run({a, b, c, bias}, memory) : task.run({a, b, c}, memory);
  });
}

}  // namespace beras::backend::onednn
