// Metrics whose methods Python may override.
#pragma once

#include <type_traits>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/metrics/metric.h>

#include "bindings/conversions.h"
#include "bindings/shell.h"

namespace beras::python {

/// What bindings ask of a metric past its Python class.
class MetricShell : public Shell {
 public:
  virtual void plain_update_state(const Tensor& y_true, const Tensor& y_pred,
                                  const Tensor& sample_weight) = 0;
  virtual Tensor plain_result() const = 0;
  virtual void plain_reset_state() = 0;
  virtual Tensors plain_variables() const = 0;
};

template <typename Base>
class MetricTrampoline : public Base, public MetricShell {
 public:
  using Base::Base;

  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override {
    if (!overrides(Hook::update_state)) return plain_update_state(y_true, y_pred, sample_weight);
    const PauseRecording pause;
    const Lock lock;
    nb::list arguments;
    nb::dict options;
    arguments.append(y_true);
    if (y_pred.defined()) arguments.append(y_pred);
    if (sample_weight.defined()) options["sample_weight"] = nb::cast(sample_weight);
    shell().attr("update_state")(*arguments, **options);
  }
  Tensor result() const override {
    if (!overrides(Hook::result)) return plain_result();
    const Lock lock;
    return returned<Tensor>(ask("result"), this->name());
  }
  void reset_state() override {
    if (!overrides(Hook::reset_state)) return plain_reset_state();
    const Lock lock;
    ask("reset_state");
  }
  Tensors variables() const override {
    if constexpr (!std::is_abstract_v<Base>) return Base::variables();
    const Lock lock;
    return tensors_from(shell().attr("variables"));
  }

  void plain_update_state(const Tensor& y_true, const Tensor& y_pred,
                          const Tensor& sample_weight) final {
    if constexpr (!std::is_abstract_v<Base>)
      return Base::update_state(y_true, y_pred, sample_weight);
    throw ValueError(this->name(), "a method `update_state`", "a class without it");
  }
  Tensor plain_result() const final {
    if constexpr (!std::is_abstract_v<Base>) return Base::result();
    throw ValueError(this->name(), "a method `result`", "a class without it");
  }
  void plain_reset_state() final {
    if constexpr (!std::is_abstract_v<Base>) Base::reset_state();
  }
  Tensors plain_variables() const final {
    if constexpr (!std::is_abstract_v<Base>) return Base::variables();
    return {};
  }
};

}  // namespace beras::python
