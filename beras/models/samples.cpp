// What fit and evaluate are given, checked and brought into batches.
#include <algorithm>
#include <cmath>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/models/training_internal.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

std::int64_t sample_count(const char* who, const char* what, const Tensor& tensor) {
  if (!tensor.defined())
    throw ValueError(who, std::string("a defined ") + what, "an undefined tensor");
  if (tensor.rank() == 0)
    throw ShapeError(who, std::string(what) + " with the samples on its first axis", "shape ()");
  return tensor.dim(0);
}

/// Looked for before the first step, so that a bad label at the end of the data does not leave a
/// model half trained.
void check_labels(const char* who, const Tensor& y) {
  if (!is_floating(y.dtype())) return;
  const std::vector<float> labels = y.to_vector<float>();
  const auto nan =
      std::find_if(labels.begin(), labels.end(), [](float label) { return std::isnan(label); });
  if (nan == labels.end()) return;
  const std::int64_t sample = (nan - labels.begin()) / (y.size() / y.dim(0));
  throw ValueError(who, "labels that are numbers", "NaN in sample " + std::to_string(sample));
}

/// The class of each sample: the label itself, or the place of the 1 in a one-hot row.
std::vector<std::int64_t> classes_of(const Tensor& y) {
  const std::vector<double> labels = y.to_vector<double>();
  const std::int64_t count = y.dim(0);
  const std::int64_t width = count == 0 ? 1 : y.size() / count;
  std::vector<std::int64_t> classes;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto row = labels.begin() + i * width;
    if (width > 1) {
      classes.push_back(std::max_element(row, row + width) - row);
    } else if (std::isfinite(*row)) {
      classes.push_back(static_cast<std::int64_t>(std::lround(*row)));
    } else {
      throw ValueError("fit", "class labels for class_weight",
                       "a label that is not a number, at position " + std::to_string(i));
    }
  }
  return classes;
}

}  // namespace

void check_samples(const char* who, const Tensor& x, const Tensor& y, const Tensor& sample_weight,
                   std::int64_t batch_size) {
  const std::int64_t count = sample_count(who, "x", x);
  if (!y.defined() && sample_weight.defined())
    throw ValueError(who, "labels beside sample weights", "y undefined");
  if (y.defined() && sample_count(who, "y", y) != count) {
    throw ShapeError(who, "x and y of equally many samples",
                     std::to_string(count) + " and " + std::to_string(y.dim(0)));
  }
  if (sample_weight.defined() && sample_count(who, "sample_weight", sample_weight) != count) {
    throw ShapeError(who, "one sample weight for each of " + std::to_string(count) + " samples",
                     to_string(sample_weight.shape()));
  }
  if (count == 0)
    throw ValueError(who, "at least one sample", "x of shape " + to_string(x.shape()));
  if (x.size() == 0) {
    throw ValueError(who, "samples of at least one element", "x of shape " + to_string(x.shape()));
  }
  if (batch_size < 1)
    throw ValueError(who, "a batch size of at least 1", std::to_string(batch_size));
  if (y.defined()) check_labels(who, y);
}

Dataset samples_of(const Tensor& x, const Tensor& y, const Tensor& sample_weight) {
  if (!y.defined()) return Dataset::from_tensors(Tensors{x});
  return sample_weight.defined() ? Dataset::from_tensors(x, y, sample_weight)
                                 : Dataset::from_tensors(x, y);
}

Tensor with_class_weights(const Tensor& y, const Tensor& sample_weight,
                          const ClassWeights& class_weight) {
  if (class_weight.empty()) return sample_weight;
  if (!y.defined()) throw ValueError("fit", "labels beside class_weight", "y undefined");
  const PauseRecording pause;
  std::vector<float> weights;
  for (const std::int64_t label : classes_of(y)) {
    const auto found = class_weight.find(label);
    weights.push_back(found == class_weight.end() ? 1.F : static_cast<float>(found->second));
  }
  Tensor by_class(weights);
  by_class.trainable(false);
  return sample_weight.defined() ? by_class * sample_weight.reshape({by_class.size()}) : by_class;
}

Batch batch_of(const char* who, const Tensors& element) {
  if (element.empty() || element.size() > 3) {
    throw ValueError(who, "batches of x, (x, y) or (x, y, sample_weight)",
                     std::to_string(element.size()) + " tensors");
  }
  const auto part = [&](std::size_t i) { return i < element.size() ? element[i] : Tensor(); };
  return {part(0), part(1), part(2)};
}

Dataset first_steps(const char* who, const Dataset& batches,
                    const std::optional<std::int64_t>& steps) {
  if (!steps) {
    if (batches.cardinality() == Dataset::infinite)
      throw ValueError(who, "a number of steps beside endless batches", "none");
    return batches;
  }
  if (*steps < 1) throw ValueError(who, "at least one step", std::to_string(*steps));
  return batches.take(*steps);
}

void check_callbacks(const char* who, const Callbacks& callbacks) {
  for (const auto& callback : callbacks)
    if (!callback) throw ValueError(who, "callbacks", "a null pointer");
}

}  // namespace beras
