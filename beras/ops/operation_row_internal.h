// One row of the table of operations: an operator, and its arguments as Keras has them. Private to
// the library.
//
//     numpy("Sum", "x, [axis], [keepdims]", &sum)
//
// states the arguments in the order in which the function takes them, by Keras's names:
//
//     x             is given by position when it is called
//     *operands     the same, for all that follow
//     values=       is given by name when it is called
//     [axis]        stands in its configuration
//     [axis]?       the same for what Keras's class has not: where it is null or false it is left
//     out [sparse=false]  is no argument of ours: written so, and no other value is taken
//     [sorted~true]   the same where another value makes no difference
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <beras/core/signature.h>
#include <beras/core/tensor_config_internal.h>
#include <beras/ops/symbolic_internal.h>

namespace beras::ops {

struct OperationParameter {
  enum class Place { by_position, all_others, by_name, configured };

  std::string name;
  Place place = Place::by_position;
  /// Keras's class has it not.
  bool is_extra = false;
  /// Our function has it not.
  bool is_stated = false;
  bool is_free = false;
  Config stated = {};
};

/// As the top of this file has them; for a table, so what is written wrongly there is not looked
/// for.
std::vector<OperationParameter> parameters_from(std::string_view text);

/// What a configuration has of one argument, and what reads it.
struct GivenArgument {
  const Config& config;
  const FindSymbol& find;
  ConfigPlace place;

  Tensor tensor() const { return tensor_from(config, find, place); }
};

// --- how the arguments of functions are read, by their types

class HeldOperand {
 public:
  explicit HeldOperand(const GivenArgument& given);
  operator Operand() const { return tensor_.defined() ? Operand(tensor_) : Operand(number_); }

 private:
  Tensor tensor_;
  Scalar number_ = 0;
};

template <typename T>
T read_argument(Type<T>, const GivenArgument& given) {
  return ConfigValue<T>::read(given.config, given.place);
}
/// As it is, for functions that take more than one kind of thing.
inline Config read_argument(Type<Config>, const GivenArgument& given) { return given.config; }
inline Tensor read_argument(Type<Tensor>, const GivenArgument& given) { return given.tensor(); }
inline HeldOperand read_argument(Type<Operand>, const GivenArgument& given) {
  return HeldOperand(given);
}
Tensors read_argument(Type<Tensors>, const GivenArgument& given);
Indices read_argument(Type<Indices>, const GivenArgument& given);

/// The numbers of a list, or one number alone.
Shape numbers_in(const Config& config, const ConfigPlace& place);

// --- the row

struct OperationRow {
  using Given = std::vector<GivenArgument>;

  std::string class_name;
  /// Below "keras.src".
  std::string module;
  std::vector<OperationParameter> parameters;
  std::function<Tensors(const Given& given)> make;
};
using OperationRows = std::vector<OperationRow>;

/// Makes the rows of one of Keras's modules.
class OperationModule {
 public:
  explicit OperationModule(std::string name) : name_(std::move(name)) {}

  /// The function as a pointer, or a lambda that becomes one by `+`.
  template <typename Result, typename... Ts>
  OperationRow operator()(std::string class_name, std::string_view parameters,
                          Result (*function)(Ts...)) const {
    return {std::move(class_name), name_, parameters_from(parameters),
            [function](const OperationRow::Given& given) {
              return made(function, given, std::index_sequence_for<Ts...>());
            }};
  }

 private:
  template <typename Result, typename... Ts, std::size_t... places>
  static Tensors made(Result (*function)(Ts...), const OperationRow::Given& given,
                      std::index_sequence<places...>) {
    const std::tuple held{read_argument(Type<std::remove_cvref_t<Ts>>(), given[places])...};
    return as_list(function(std::get<places>(held)...));
  }

  std::string name_;
};

// The table, family by family.
OperationRows elementwise_operations();
OperationRows binary_operations();
OperationRows reducing_operations();
OperationRows shape_operations();
OperationRows indexing_operations();
OperationRows network_operations();

}  // namespace beras::ops
