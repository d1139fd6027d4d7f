// What the oneDNN files share: primitives kept by what they compute, and run on one thread.
#pragma once

#include <cstddef>
#include <future>
#include <initializer_list>
#include <oneapi/dnnl/dnnl.hpp>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/small_vector.h>
#include <beras/tensor/dtype.h>

namespace beras::backend::onednn {

const dnnl::engine& engine();

/// While it lives, this thread makes and runs primitives for one thread.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int threads_;
};

/// A primitive with the memory objects of its operands; belongs to one thread.
class Task {
 public:
  using Operand = std::pair<int, dnnl::memory::desc>;

  template <typename Description>
  Task(dnnl::primitive primitive, const Description& description,
       const std::vector<Operand>& operands)
      : primitive_(std::move(primitive)) {
    for (const auto& [argument, layout] : operands) add(argument, layout);
    add(DNNL_ARG_SCRATCHPAD, description.scratchpad_desc());
  }

  /// The bytes of working memory that a run needs.
  std::size_t working_memory() const;
  /// Runs on these operands, given in the order of the constructor. It takes memory of its own if
  /// the one given does not suffice.
  void run(std::initializer_list<const void*> operands, std::span<std::byte> working_memory);
  dnnl::memory::desc layout(std::size_t operand) const { return memories_[operand].get_desc(); }

 private:
  void add(int argument, const dnnl::memory::desc& layout);

  dnnl::primitive primitive_;
  std::vector<dnnl::memory> memories_;
  std::vector<dnnl_exec_arg_t> arguments_;
};

enum class Kind : std::int64_t { gemm, convolution, pack, unpack };

/// Everything that a primitive depends on, as numbers.
using Key = SmallVector<std::int64_t, 48>;

struct KeyHash {
  std::size_t operator()(const Key& key) const;
};

using Tasks = std::unordered_map<Key, Task, KeyHash>;
Tasks& tasks_of_this_thread();

/// Notes that a primitive of that key was made: those of a new kind may have brought state with
/// them, which is destroyed when the process ends.
void note_made(const Key& key);

/// Throws std::bad_alloc unless there is plenty for a primitive: oneDNN, refused memory while it
/// makes one, leaves its cache of them broken for good.
void check_memory_for_making();

/// The task of that key, made on its first use on this thread. The reference holds until the next
/// call.
template <typename Make>
Task& find_task(const Key& key, const Make& make) {
  constexpr std::size_t most_tasks = 1024;
  Tasks& tasks = tasks_of_this_thread();
  if (const auto found = tasks.find(key); found != tasks.end()) return found->second;
  if (tasks.size() >= most_tasks) tasks.clear();
  const OneThread one_thread;
  check_memory_for_making();
  Task& task = tasks.emplace(key, make()).first->second;
  note_made(key);
  return task;
}

/// Runs the body; what oneDNN throws becomes a BackendError.
template <typename Body>
decltype(auto) guarded(const Body& body) {
  try {
    return body();
  } catch (const dnnl::error& error) {
    throw BackendError("oneDNN", error.what());
  } catch (const std::future_error&) {
    throw BackendError("oneDNN", "memory for a primitive", "none, on the thread that made it");
  }
}

dnnl::memory::data_type data_type(DType dtype);
/// The attributes of all primitives: their working memory is ours.
dnnl::primitive_attr attributes();

// oneDNN 2 describes an operation first and its primitive then, oneDNN 3 both at once.
template <typename Primitive, typename... Operation>
auto describe_with(const dnnl::primitive_attr& how, const Operation&... operation) {
#if DNNL_VERSION_MAJOR >= 3
  return typename Primitive::primitive_desc(engine(), operation..., how);
#else
  return typename Primitive::primitive_desc(typename Primitive::desc(operation...), how, engine());
#endif
}

template <typename Primitive, typename... Operation>
auto describe(const Operation&... operation) {
  return describe_with<Primitive>(attributes(), operation...);
}

/// The same for a gradient, which also looks at the description of the forward primitive.
template <typename Primitive, typename Forward, typename... Operation>
auto describe_gradient(const Forward& forward, const Operation&... operation) {
#if DNNL_VERSION_MAJOR >= 3
  return typename Primitive::primitive_desc(engine(), operation..., forward, attributes());
#else
  return typename Primitive::primitive_desc(typename Primitive::desc(operation...), attributes(),
                                            engine(), forward);
#endif
}

}  // namespace beras::backend::onednn
