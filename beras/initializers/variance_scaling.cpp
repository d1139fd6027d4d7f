#include <beras/initializers/variance_scaling.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/initializers/random.h>
#include <beras/initializers/seeded_internal.h>

namespace beras::initializers {
namespace {

// Standard deviation of a standard normal distribution cut at +-2.
constexpr double truncated_stddev = 0.87962566103423978;

void check_name(const char* what, const std::string& name, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw_unknown_name("VarianceScaling", what, name, known);
  }
}

VarianceScalingOptions scaled(double scale, const char* mode, const char* distribution,
                              SeedOptions options) {
  return {.scale = scale, .mode = mode, .distribution = distribution, .seed = options.seed};
}

}  // namespace

Fans compute_fans(const Shape& shape) {
  if (shape.empty()) return {};
  if (shape.size() == 1) return {.in = shape[0], .out = shape[0]};
  const std::size_t matrix = shape.size() - 2;
  const std::int64_t field = element_count(Shape(shape.begin(), shape.begin() + matrix));
  return {.in = field * shape[matrix], .out = field * shape[matrix + 1]};
}

VarianceScaling::VarianceScaling(VarianceScalingOptions options)
    : options_(std::move(options)), seed_(drawn_seed(options_.seed)) {
  if (!(options_.scale > 0)) {
    throw ValueError("VarianceScaling", "scale > 0", std::to_string(options_.scale));
  }
  check_name("mode", options_.mode, {"fan_in", "fan_out", "fan_avg"});
  check_name("distribution", options_.distribution,
             {"truncated_normal", "untruncated_normal", "uniform"});
}

Tensor VarianceScaling::operator()(const Shape& shape, DType dtype) const {
  const Fans fans = compute_fans(shape);
  const double in = static_cast<double>(fans.in), out = static_cast<double>(fans.out);
  const double fan = options_.mode == "fan_in"    ? in
                     : options_.mode == "fan_out" ? out
                                                  : (in + out) / 2;
  const double variance = options_.scale / std::max(1.0, fan);
  if (options_.distribution == "uniform") {
    const double limit = std::sqrt(3 * variance);
    return RandomUniform({.minval = -limit, .maxval = limit, .seed = seed_})(shape, dtype);
  }
  const double stddev = std::sqrt(variance);
  if (options_.distribution == "untruncated_normal") {
    return RandomNormal({.stddev = stddev, .seed = seed_})(shape, dtype);
  }
  return TruncatedNormal({.stddev = stddev / truncated_stddev, .seed = seed_})(shape, dtype);
}

GlorotUniform::GlorotUniform(SeedOptions options)
    : NamedScaling(scaled(1.0, "fan_avg", "uniform", options)) {}

GlorotNormal::GlorotNormal(SeedOptions options)
    : NamedScaling(scaled(1.0, "fan_avg", "truncated_normal", options)) {}

HeUniform::HeUniform(SeedOptions options)
    : NamedScaling(scaled(2.0, "fan_in", "uniform", options)) {}

HeNormal::HeNormal(SeedOptions options)
    : NamedScaling(scaled(2.0, "fan_in", "truncated_normal", options)) {}

LecunUniform::LecunUniform(SeedOptions options)
    : NamedScaling(scaled(1.0, "fan_in", "uniform", options)) {}

LecunNormal::LecunNormal(SeedOptions options)
    : NamedScaling(scaled(1.0, "fan_in", "truncated_normal", options)) {}

}  // namespace beras::initializers
