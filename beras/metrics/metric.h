// The base of metrics: what is measured over many batches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/tensor/dtype_policy.h>
#include <beras/tensor/tensor.h>

namespace beras::metrics {

/// Which values of a metric are better: what callbacks in mode "auto" go by.
enum class Direction : std::uint8_t { unknown, down, up };

/// Options that every metric has.
struct MetricOptions {
  /// The class's name in snake_case if empty.
  std::string name = {};
  /// That of `result`; float32 unless given. What is gathered is float64.
  std::optional<DTypePolicy> dtype = std::nullopt;
};

/// Those fields of an options struct, as parameters of a signature.
template <typename Options>
constexpr auto metric_fields() {
  return std::tuple(FIELD(Options, name), FIELD(Options, dtype));
}

/// Gathers what `update_state` sees until `reset_state`; `result` may be asked at any time.
///
/// A metric is a value: a copy goes on alone. Updates are never recorded by tapes. A subclass keeps
/// its state in tensors that `add_variable` makes, in double precision, so that it can be listed,
/// saved and restored.
class BERAS_API Metric {
 public:
  explicit Metric(std::string name) : name_(std::move(name)) {}
  virtual ~Metric() = default;

  /// Takes in a batch. Sample weights as for `losses::Loss`; all 1 if undefined.
  virtual void update_state(const Tensor& y_true, const Tensor& y_pred,
                            const Tensor& sample_weight = {}) = 0;
  /// The value over all that was seen: a float32 number, or a vector where there is one for each
  /// class.
  virtual Tensor result() const = 0;
  /// Forgets all that was seen: the state becomes zero unless overridden.
  virtual void reset_state();
  /// True where the ranks of labels and predictions tell what they mean. Others are shown them by
  /// models with one rank, as losses are: (B,) beside (B, 1) means (B, 1).
  virtual bool reads_shapes() const { return false; }
  /// The state, as tensors that are not trainable. They are the metric's own memory: what is
  /// assigned to them holds.
  virtual Tensors variables() const { return variables_; }

  /// Its name and dtype: what every metric's configuration has.
  Config common_config() const;
  /// The arguments that make such a metric again, with Keras's keys; ValueError for a class that is
  /// not registered.
  Config get_config() const;
  /// As Keras serializes it; ValueError for a class that is not registered.
  Config serialized() const;
  /// That of `result`.
  virtual DType dtype() const { return DType::float32; }
  const std::string& name() const { return name_; }
  void name(std::string value) { name_ = std::move(value); }
  Direction direction() const { return direction_; }
  void direction(Direction value) { direction_ = value; }

 protected:
  Metric(const Metric& other);
  Metric(Metric&&) = default;
  Metric& operator=(const Metric& other);
  Metric& operator=(Metric&&) = default;

  /// Makes a tensor of the state, float64 zeros.
  void add_variable(const std::string& name, const Shape& shape = {});
  /// The one that was made in this place; ValueError after a move.
  Tensor& variable(std::size_t place);
  const Tensor& variable(std::size_t place) const;

 private:
  std::string name_;
  Tensors variables_;
  Direction direction_ = Direction::unknown;
};

}  // namespace beras::metrics
