#include <omp.h>

#include <optional>

#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/onednn_task_internal.h>
#include <beras/tensor/storage.h>

namespace beras::backend::onednn {

const dnnl::engine& engine() {
  static const dnnl::engine instance(dnnl::engine::kind::cpu, 0);
  return instance;
}

OneThread::OneThread() : threads_(omp_get_max_threads()) { omp_set_num_threads(1); }
OneThread::~OneThread() { omp_set_num_threads(threads_); }

void Task::add(int argument, const dnnl::memory::desc& layout) {
  memories_.emplace_back(layout, engine(), nullptr);
  arguments_.push_back({argument, memories_.back().get()});
}

std::size_t Task::working_memory() const { return memories_.back().get_desc().get_size(); }

void Task::run(std::initializer_list<const void*> operands, std::span<std::byte> working_memory) {
  thread_local const dnnl::stream stream(engine());
  auto memory = memories_.begin();
  for (const void* data : operands) (memory++)->set_data_handle(const_cast<void*>(data));
  std::optional<const Storage> own;
  if (this->working_memory() > working_memory.size()) own.emplace(this->working_memory());
  memory->set_data_handle(own ? own->data() : working_memory.data());
  const OneThread one_thread;
  dnnl::error::wrap_c_api(
      dnnl_primitive_execute(primitive_.get(), stream.get(), static_cast<int>(arguments_.size()),
                             arguments_.data()),
      "could not run a primitive");
}

std::size_t KeyHash::operator()(const Key& key) const {
  std::uint64_t hash = 0;
  for (const std::int64_t number : key) {
    hash = (hash ^ static_cast<std::uint64_t>(number)) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash;
}

Tasks& tasks_of_this_thread() {
  thread_local Tasks tasks;
  return tasks;
}

dnnl::memory::data_type data_type(DType dtype) {
  return dtype == DType::bfloat16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32;
}

dnnl::primitive_attr attributes() {
  dnnl::primitive_attr result;
  result.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return result;
}

bool supports(DType dtype) {
  static const bool has_avx512 = [] {
    const auto isa = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
    const auto avx512 = static_cast<unsigned>(dnnl::cpu_isa::avx512_core);
    return (isa & avx512) == avx512;
  }();
  return dtype == DType::float32 || (dtype == DType::bfloat16 && has_avx512);
}

}  // namespace beras::backend::onednn
