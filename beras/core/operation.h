// A function as a Diffable with a name: what a call of an operator with symbolic tensors notes.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/diffable.h>
#include <beras/core/symbolic.h>

namespace beras {

/// One operator with all its arguments that are no tensors; its gradient is that of what it calls.
class BERAS_API Operation : public Diffable {
 public:
  using Function = std::function<Tensors(const Tensors& inputs)>;

  /// `function_name` is that of `beras::ops`: "add" makes an operation of the class "Add", called
  /// "add", "add_1" ...
  Operation(std::string_view function_name, Function function);

  std::string graph_name() const override { return name_; }
  std::string label() const override { return label_; }
  std::string title() const override { return name_ + " (" + label_ + ")"; }
  Tensors forward(const Arguments& arguments) const override {
    return function_(arguments.inputs());
  }
  /// Notes a call of it with these tensors, of which some are symbolic; `writer` tells of it in
  /// configurations.
  static Tensors note(std::string_view function_name, Tensors inputs, Function function,
                      SymbolicCall::Writer writer = {});

  /// Within this scope the first operation that is noted on this thread bears a name that a
  /// configuration tells, in place of a new one.
  class BERAS_API NameScope {
   public:
    explicit NameScope(std::string name);
    ~NameScope();
    NameScope(const NameScope&) = delete;
    NameScope& operator=(const NameScope&) = delete;

   private:
    std::string outer_;
  };

 private:
  std::string name_;
  std::string label_;
  Function function_;
};

}  // namespace beras
