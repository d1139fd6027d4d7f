#include <beras/data/one_hot_encoder.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <beras/base/error.h>
#include <beras/ops/indexing.h>
#include <beras/ops/reduce.h>

namespace beras {
namespace {

constexpr std::string_view encoder_name = "OneHotEncoder";

}  // namespace

void OneHotEncoder::fit(const Tensor& labels) {
  std::vector<double> seen = labels.to_vector<double>();
  if (seen.empty()) throw ValueError(encoder_name, "at least one label to fit", "none");
  if (std::any_of(seen.begin(), seen.end(), [](double label) { return std::isnan(label); })) {
    throw ValueError(encoder_name, "labels that are numbers", "NaN");
  }
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  classes_ = Tensor(seen).astype(labels.dtype()).detach();
}

const Tensor& OneHotEncoder::classes() const {
  if (!classes_.defined()) throw ValueError(encoder_name, "fit to be called first", "no classes");
  return classes_;
}

Tensor OneHotEncoder::call(const Tensor& labels) const {
  const std::vector<double> known = classes().to_vector<double>();
  std::vector<std::int64_t> positions;
  for (const double label : labels.to_vector<double>()) {
    const auto found = std::lower_bound(known.begin(), known.end(), label);
    if (found == known.end() || *found != label) {
      throw ValueError(encoder_name, "a label seen in fit, of " + to_string(classes_),
                       to_string(Tensor(label, labels.dtype())));
    }
    positions.push_back(found - known.begin());
  }
  return ops::one_hot(Tensor(positions, labels.shape()), classes_.size());
}

Tensor OneHotEncoder::inverse(const Tensor& one_hot) const {
  if (one_hot.rank() == 0 || one_hot.dim(-1) != classes().size()) {
    throw ShapeError(encoder_name, "last axis " + std::to_string(classes().size()),
                     "input of shape " + to_string(one_hot.shape()));
  }
  return ops::take(classes_, ops::argmax(one_hot, -1));
}

}  // namespace beras
