#include <beras/core/operation.h>

#include <cctype>
#include <memory>
#include <utility>

#include <beras/base/numbered_name_internal.h>

namespace beras {
namespace {

/// "expand_dims" is "ExpandDims".
std::string class_name_of(std::string_view function_name) {
  std::string name;
  bool begins_word = true;
  for (const char letter : function_name) {
    if (letter == '_') {
      begins_word = true;
      continue;
    }
    const auto code = static_cast<unsigned char>(letter);
    name += begins_word ? static_cast<char>(std::toupper(code)) : letter;
    begins_word = false;
  }
  return name;
}

/// What the next operation on this thread is to be called; empty where it gets a number.
thread_local std::string told_name;

std::string next_name(std::string_view function_name) {
  if (told_name.empty()) return numbered_name(std::string(function_name));
  return std::exchange(told_name, {});
}

}  // namespace

Operation::NameScope::NameScope(std::string name)
    : outer_(std::exchange(told_name, std::move(name))) {}

Operation::NameScope::~NameScope() { told_name = std::move(outer_); }

Operation::Operation(std::string_view function_name, Function function)
    : name_(next_name(function_name)),
      label_(class_name_of(function_name)),
      function_(std::move(function)) {}

Tensors Operation::note(std::string_view function_name, Tensors inputs, Function function,
                        SymbolicCall::Writer writer) {
  const TensorSpecs outputs = specs_of(inputs, function);
  auto call = std::make_shared<SymbolicCall>();
  call->arguments = Arguments(std::move(inputs));
  const auto operation = std::make_shared<const Operation>(function_name, std::move(function));
  // Nobody needs a call of the operation itself: what it calls is recorded and measured.
  call->maker = [](const Diffable& owner, const Tensors& given, CallOptions) {
    return static_cast<const Operation&>(owner).function_(given);
  };
  call->writer = std::move(writer);
  call->owner = operation;
  return note_call(call, outputs, operation->graph_name());
}

}  // namespace beras
