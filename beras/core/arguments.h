// What is passed to a Callable: tensors by position or by name, and the options that travel with
// the call.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Options of one call. What is left out is taken over from the call around it.
struct CallOptions {
  /// True while fitting: dropout drops, batch normalisation uses the batch. False outside any call.
  std::optional<bool> training = std::nullopt;
};

/// The arguments of one call.
class BERAS_API Arguments {
 public:
  using Named = std::pair<std::string, Tensor>;

  Arguments(Tensor input) { inputs_.push_back(std::move(input)); }
  Arguments(Tensors inputs) : inputs_(std::move(inputs)) {}
  Arguments(std::initializer_list<Tensor> inputs) : inputs_(inputs) {}
  Arguments(std::initializer_list<Named> inputs);
  /// With a name for each; ValueError if their numbers differ or a name comes twice.
  Arguments(Tensors inputs, std::vector<std::string> names);

  std::size_t size() const { return inputs_.size(); }
  /// By position; IndexError if fewer were passed.
  const Tensor& operator[](std::size_t position) const;
  /// By name; ValueError with the nearest known name if it was not passed.
  const Tensor& operator[](std::string_view name) const;
  bool has(std::string_view name) const;
  const Tensors& inputs() const { return inputs_; }
  /// The names given by the caller; empty where arguments were passed by position alone.
  const std::vector<std::string>& names() const { return names_; }
  bool training() const { return training_; }
  void training(bool value) { training_ = value; }

 private:
  friend class Callable;
  Tensors inputs_;
  std::vector<std::string> names_;
  bool training_ = false;
};

}  // namespace beras
