#include <beras/optimizers/schedules/piecewise_constant_decay.h>

#include <utility>

#include <beras/base/error.h>

namespace beras::optimizers::schedules {

PiecewiseConstantDecay::PiecewiseConstantDecay(std::vector<Scalar> boundaries,
                                               std::vector<Scalar> values,
                                               PiecewiseConstantDecayOptions options)
    : boundaries_(std::move(boundaries)), values_(std::move(values)), options_(std::move(options)) {
  if (values_.size() != boundaries_.size() + 1) {
    throw ValueError("PiecewiseConstantDecay", "one value more than boundaries",
                     std::to_string(boundaries_.size()) + " boundaries, " +
                         std::to_string(values_.size()) + " values");
  }
}

double PiecewiseConstantDecay::operator()(std::int64_t step) const {
  std::size_t piece = 0;
  while (piece < boundaries_.size() && step > boundaries_[piece].as<std::int64_t>()) ++piece;
  return values_[piece].as<double>();
}

}  // namespace beras::optimizers::schedules

namespace beras {

Config ConfigValue<std::vector<Scalar>>::write(const std::vector<Scalar>& value) {
  Config::List list;
  for (const Scalar& number : value) list.push_back(ConfigValue<Scalar>::write(number));
  return list;
}
std::vector<Scalar> ConfigValue<std::vector<Scalar>>::read(const Config& config,
                                                           const ConfigPlace& place) {
  const auto* list = config.get_if<Config::List>();
  if (!list) place.refuse("a list of numbers", config);
  std::vector<Scalar> numbers;
  for (const Config& number : *list) numbers.push_back(ConfigValue<Scalar>::read(number, place));
  return numbers;
}

}  // namespace beras
