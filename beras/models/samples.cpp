// What fit and evaluate are given, checked and brought into batches.
#include <algorithm>
#include <cmath>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/models/training_internal.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

std::int64_t sample_count(const char* who, const std::string& what, const Tensor& tensor) {
  if (!tensor.defined()) throw ValueError(who, "a defined " + what, "an undefined tensor");
  if (tensor.rank() == 0)
    throw ShapeError(who, what + " with the samples on its first axis", "shape ()");
  return tensor.dim(0);
}

/// Calls `check(what it is called, tensor)` for each tensor that is defined.
template <typename Check>
void for_each_tensor(const std::string& what, const Structure& structure, Check&& check) {
  if (structure.is_tensor()) {
    if (structure.tensor().defined()) check(what, structure.tensor());
    return;
  }
  const std::vector<std::string> paths = structure.paths();
  const Tensors tensors = structure.flatten();
  for (std::size_t i = 0; i < tensors.size(); ++i)
    if (tensors[i].defined()) check(what + " \"" + paths[i] + "\"", tensors[i]);
}

/// Looked for before the first step, so that a bad value at the end of the data does not leave a
/// model half trained.
void check_numbers(const char* who, const std::string& what, const Tensor& tensor) {
  if (!is_floating(tensor.dtype())) return;
  const std::vector<float> values = tensor.to_vector<float>();
  const auto nan =
      std::find_if(values.begin(), values.end(), [](float value) { return std::isnan(value); });
  if (nan == values.end()) return;
  const std::int64_t sample = (nan - values.begin()) / (tensor.size() / tensor.dim(0));
  throw ValueError(who, what + " that are numbers", "NaN in sample " + std::to_string(sample));
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

std::int64_t check_samples(const char* who, const Structure& x, const Structure& y,
                           const Structure& sample_weight) {
  const std::int64_t count = sample_count(who, "x", first_defined(x));
  for_each_tensor("x", x, [&](const std::string& what, const Tensor& tensor) {
    if (sample_count(who, what, tensor) != count) {
      throw ShapeError(who, "inputs of equally many samples, " + std::to_string(count),
                       what + " of shape " + to_string(tensor.shape()));
    }
  });
  if (!y.defined() && sample_weight.defined())
    throw ValueError(who, "labels beside sample weights", "y undefined");
  for_each_tensor("y", y, [&](const std::string& what, const Tensor& tensor) {
    if (sample_count(who, what, tensor) != count) {
      throw ShapeError(who, "x and " + what + " of equally many samples",
                       std::to_string(count) + " and " + std::to_string(tensor.dim(0)));
    }
  });
  for_each_tensor(
      "sample_weight", sample_weight, [&](const std::string& what, const Tensor& tensor) {
        if (sample_count(who, what, tensor) == count) return;
        const std::string where = what == "sample_weight" ? "" : " as " + what;
        throw ShapeError(
            who, "one sample weight for each of " + std::to_string(count) + " samples" + where,
            to_string(tensor.shape()));
      });
  const Tensor first = first_defined(x);
  if (count == 0)
    throw ValueError(who, "at least one sample", "x of shape " + to_string(first.shape()));
  if (first.size() == 0) {
    throw ValueError(who, "samples of at least one element",
                     "x of shape " + to_string(first.shape()));
  }
  for_each_tensor("labels", y, [&](const std::string& what, const Tensor& tensor) {
    check_numbers(who, what, tensor);
  });
  for_each_tensor(
      "sample weights", sample_weight,
      [&](const std::string& what, const Tensor& tensor) { check_numbers(who, what, tensor); });
  return count;
}

Structure rows(const Structure& samples, std::int64_t begin, std::int64_t end) {
  const PauseRecording pause;
  return samples.map([&](const Tensor& tensor) {
    return tensor.defined() ? tensor[Slice{begin, end}] : tensor;
  });
}

std::int64_t batch_size_for(const char* who, std::int64_t samples,
                            const std::optional<std::int64_t>& batch_size,
                            const std::optional<std::int64_t>& steps) {
  if (steps && *steps < 1) throw ValueError(who, "at least one step", std::to_string(*steps));
  if (batch_size && *batch_size < 1)
    throw ValueError(who, "a batch size of at least 1", std::to_string(*batch_size));
  if (batch_size) return *batch_size;
  if (!steps) return 32;
  return std::max<std::int64_t>(samples / *steps + (samples % *steps != 0 ? 1 : 0), 1);
}

const Structure* Walk::next() {
  if (place_)
    ++*place_;
  else
    place_.emplace(batches_.begin());
  if (*place_ != batches_.end()) return &**place_;
  place_.reset();
  return nullptr;
}

Dataset samples_of(const Structure& x, const Structure& y, const Structure& sample_weight) {
  if (!y.defined()) return Dataset::from_tensors(Structure::tuple({x}));
  return !sample_weight.defined() ? Dataset::from_tensors(x, y)
                                  : Dataset::from_tensors(x, y, sample_weight);
}

Structure with_class_weights(const Structure& y, const Structure& sample_weight,
                             const ClassWeights& class_weight) {
  if (class_weight.empty()) return sample_weight;
  if (!y.defined()) throw ValueError("fit", "labels beside class_weight", "y undefined");
  if (y.count() != 1)
    throw ValueError("fit", "one output beside class_weight", "labels " + to_string(y),
                     "Use sample_weight");
  const PauseRecording pause;
  std::vector<float> weights;
  for (const std::int64_t label : classes_of(first_defined(y))) {
    const auto found = class_weight.find(label);
    weights.push_back(found == class_weight.end() ? 1.F : static_cast<float>(found->second));
  }
  Tensor by_class(weights);
  by_class.trainable(false);
  const Tensor given = first_defined(sample_weight);
  return given.defined() ? by_class * given.reshape({by_class.size()}) : by_class;
}

void check_class_weights(const char* who, const ClassWeights& class_weight) {
  for (const auto& [label, weight] : class_weight) {
    if (weight >= 0) continue;
    throw ValueError(who, "class weights of at least 0",
                     std::to_string(weight) + " for class " + std::to_string(label));
  }
}

Batch batch_of(const char* who, const Structure& element) {
  if (element.is_tensor() || element.kind() == Structure::Kind::map) return {element};
  if (element.size() == 0 || element.size() > 3) {
    throw ValueError(who, "batches of x, (x, y) or (x, y, sample_weight)",
                     std::to_string(element.size()) + " tensors");
  }
  const auto part = [&](std::size_t i) { return i < element.size() ? element[i] : Structure(); };
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
