#include <beras/metrics/metric.h>

#include <beras/base/error.h>
#include <beras/core/scopes.h>

namespace beras::metrics {
namespace {

Tensors copies_of(const Tensors& variables) {
  const PauseRecording pause;
  Tensors copies;
  for (const Tensor& variable : variables) {
    copies.push_back(variable.copy());
    copies.back().trainable(false);
    copies.back().name(variable.name());
  }
  return copies;
}

}  // namespace

Metric::Metric(const Metric& other)
    : name_(other.name_), variables_(copies_of(other.variables_)), direction_(other.direction_) {}

Metric& Metric::operator=(const Metric& other) {
  variables_ = copies_of(other.variables_);
  name_ = other.name_;
  direction_ = other.direction_;
  return *this;
}

void Metric::add_variable(const std::string& name, const Shape& shape) {
  Tensor variable = Tensor::zeros(shape, DType::float64);
  variable.trainable(false);
  variables_.push_back(variable.name(name));
}

const Tensor& Metric::variable(std::size_t place) const {
  if (place < variables_.size()) return variables_[place];
  throw ValueError(name(), "was moved: use the metric that it was moved to.");
}

Tensor& Metric::variable(std::size_t place) {
  return const_cast<Tensor&>(std::as_const(*this).variable(place));
}

void Metric::reset_state() {
  for (Tensor& variable : variables_) variable.fill(0);
}

}  // namespace beras::metrics
