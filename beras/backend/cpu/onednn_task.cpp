#include <omp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>
#include <optional>
#include <thread>

#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/onednn_task_internal.h>
#include <beras/base/thread_value_internal.h>
#include <beras/tensor/storage.h>

namespace beras::backend::onednn {
namespace {

struct ThreadState {
  Tasks tasks;
  const dnnl::stream stream{engine()};
};

std::atomic<bool> process_ends = false;
std::atomic<bool> is_new_kind_made = false;

/// Uses of oneDNN, counted by threads that mostly have a cache line to themselves.
struct alignas(64) Uses {
  std::atomic<int> count = 0;
};
std::array<Uses, 64> uses;

Uses& uses_of_this_thread() {
  static std::atomic<unsigned> threads = 0;
  thread_local const unsigned number = threads++ % uses.size();
  return uses[number];
}

void end_use() {
  using namespace std::chrono_literals;
  process_ends = true;
  const auto is_idle = [](const Uses& some) { return some.count == 0; };
  // Not without end: a forked process may have been without its users from the start.
  for (int i = 0; i < 1000 && !std::all_of(uses.begin(), uses.end(), is_idle); ++i)
    std::this_thread::sleep_for(1ms);
}

/// What oneDNN makes in its first use is destroyed at exit before anything that we had registered
/// until then. But before all of that go the objects of the thread that ends the program, which
/// mostly is the main one: so the end is known even while a first use is under way elsewhere.
[[maybe_unused]] const bool is_end_of_main_watched = [] {
  struct EndOfMain {
    ~EndOfMain() { end_use(); }
  };
  if (gettid() == getpid()) static_cast<void>([] { thread_local const EndOfMain end; }());
  return true;
}();

}  // namespace

void check_memory_for_making() {
  constexpr std::size_t plenty = std::size_t{32} << 20;  // a convolution generates 10 MiB of code
  void* const memory =
      mmap(nullptr, plenty, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  munmap(memory, plenty);
}

const dnnl::engine& engine() {
  static const auto& instance = *new dnnl::engine(dnnl::engine::kind::cpu, 0);
  return instance;
}

void note_made(const Key& key) {
  static std::atomic<std::uint32_t> known = 0;
  const bool is_bfloat16 = static_cast<DType>(key[2]) == DType::bfloat16;
  const std::uint32_t bit = std::uint32_t{1} << (key[0] << 3 | key[1] << 1 | (is_bfloat16 ? 1 : 0));
  if ((known.fetch_or(bit) & bit) == 0) is_new_kind_made = true;
}

Use::Use() {
  ++uses_of_this_thread().count;
  is_safe_ = !process_ends;
}

Use::~Use() {
  // What oneDNN has made is destroyed at exit before all that is older: each time there is
  // something new, the process must learn of its end before that goes.
  if (is_new_kind_made.load(std::memory_order_relaxed) && is_new_kind_made.exchange(false))
    std::atexit(end_use);
  --uses_of_this_thread().count;
}

OneThread::OneThread() : threads_(omp_get_max_threads()) { omp_set_num_threads(1); }
OneThread::~OneThread() { omp_set_num_threads(threads_); }

void Task::add(int argument, const dnnl::memory::desc& layout) {
  memories_.emplace_back(layout, engine(), nullptr);
  arguments_.push_back({argument, memories_.back().get()});
}

std::size_t Task::working_memory() const { return memories_.back().get_desc().get_size(); }

void Task::run(std::initializer_list<const void*> operands, std::span<std::byte> working_memory) {
  auto memory = memories_.begin();
  for (const void* data : operands) (memory++)->set_data_handle(const_cast<void*>(data));
  std::optional<const Storage> own;
  if (this->working_memory() > working_memory.size()) own.emplace(this->working_memory());
  memory->set_data_handle(own ? own->data() : working_memory.data());
  const OneThread one_thread;
  dnnl::error::wrap_c_api(
      dnnl_primitive_execute(primitive_.get(), thread_value<ThreadState>().stream.get(),
                             static_cast<int>(arguments_.size()), arguments_.data()),
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

Tasks& tasks_of_this_thread() { return thread_value<ThreadState>().tasks; }

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
