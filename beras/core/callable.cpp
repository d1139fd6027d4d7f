#include <beras/core/callable.h>

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include <beras/base/error.h>
#include <beras/base/thread_value_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/context_internal.h>
#include <beras/core/profiler_internal.h>
#include <beras/core/symbolic.h>
#include <beras/core/weighted.h>

namespace beras {
namespace {

// Whose default `forward` is running: if the default `call` is reached from it, neither is
// overridden.
BERAS_NEAR_THREAD_LOCAL const Callable* in_default_forward = nullptr;

Tensor first_of(const Callable& callable, Tensors outputs) {
  if (outputs.empty()) throw ValueError(callable.label(), "at least one output", "none");
  return std::move(outputs.front());
}

}  // namespace

Tensor Callable::first(Tensors inputs, CallOptions options) const {
  return first_of(*this, apply(Arguments(std::move(inputs)), options));
}

Tensors Callable::apply(Arguments arguments, CallOptions options) const {
  if (any_symbolic(arguments.inputs())) [[unlikely]]
    return invoke_symbolically(arguments, options);
  bool& training = core_context().training;
  arguments.training_ = options.training.value_or(training);
  const Scoped<bool> scope(training, arguments.training_);
  if (profiler::is_recording()) [[unlikely]]
    return measured(arguments);
  return invoke(arguments);
}

Tensors Callable::invoke_symbolically(const Arguments&, CallOptions) const {
  throw ValueError(label(), "tensors with values", "symbolic ones",
                   "Derive it from Diffable to use it in a graph");
}

Tensors Callable::measured(const Arguments& arguments) const {
  profiler::Span span(*this, title());
  Tensors outputs = invoke(arguments);
  span.end();
  const auto* weighted = cast_if<Weighted>(*this);
  span.describe(arguments.inputs(), weighted ? weighted->weights() : Tensors(), outputs,
                flops(arguments, outputs));
  return outputs;
}

Tensor Callable::call(const Tensor& x) const {
  if (in_default_forward == this) {
    throw ValueError(label(), "overrides neither call nor forward, so it cannot be called.");
  }
  Arguments arguments(x);
  arguments.training_ = core_context().training;
  return first_of(*this, forward(arguments));
}

Tensors Callable::forward(const Arguments& arguments) const {
  if (arguments.size() != 1) {
    throw ValueError(label(), "one input", std::to_string(arguments.size()),
                     "A class that takes several overrides forward");
  }
  const Scoped<const Callable*> scope(in_default_forward, this);
  return {call(arguments[0])};
}

std::string Callable::label() const {
  const std::type_info* type = type_of(*this);
  if (!type) return "Callable";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> readable(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), std::free);
  const std::string name = status == 0 ? readable.get() : type->name();
  const std::size_t scope = name.substr(0, name.find('<')).rfind("::");
  return scope == std::string::npos ? name : name.substr(scope + 2);
}

}  // namespace beras
