#include <beras/metrics/get.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/suggest.h>
#include <beras/losses/label_kind.h>
#include <beras/metrics/accuracy.h>
#include <beras/metrics/binary_accuracy.h>
#include <beras/metrics/categorical_accuracy.h>
#include <beras/metrics/mean_absolute_error.h>
#include <beras/metrics/mean_squared_error.h>
#include <beras/metrics/sparse_categorical_accuracy.h>

namespace beras::metrics {
namespace {

Tensor accuracy_by_shapes(const Tensor& y_true, const Tensor& y_pred) {
  switch (losses::label_kind(y_true.shape(), y_pred.shape())) {
    case losses::LabelKind::binary:
      return binary_accuracy(y_true, y_pred);
    case losses::LabelKind::sparse_categorical:
      return sparse_categorical_accuracy(y_true, y_pred);
    case losses::LabelKind::categorical:
      break;
  }
  return categorical_accuracy(y_true, y_pred);
}

/// The accuracy that the shapes ask for.
class AccuracyByShapes : public MeanMetricWrapper {
 public:
  explicit AccuracyByShapes(std::string name)
      : MeanMetricWrapper(accuracy_by_shapes, {std::move(name)}, Direction::up) {}
  bool reads_shapes() const override { return true; }
};

template <typename Class>
std::shared_ptr<Metric> make() {
  return std::make_shared<Class>();
}

using Maker = std::shared_ptr<Metric> (*)();

const std::map<std::string, Maker, std::less<>>& makers() {
  static const auto& known = *new std::map<std::string, Maker, std::less<>>{
      {"Accuracy", make<Accuracy>},
      {"BinaryAccuracy", make<BinaryAccuracy>},
      {"CategoricalAccuracy", make<CategoricalAccuracy>},
      {"MAE", make<MeanAbsoluteError>},
      {"MSE", make<MeanSquaredError>},
      {"Mean", make<Mean>},
      {"MeanAbsoluteError", make<MeanAbsoluteError>},
      {"MeanSquaredError", make<MeanSquaredError>},
      {"SparseCategoricalAccuracy", make<SparseCategoricalAccuracy>},
      {"accuracy", make<Accuracy>},
      {"binary_accuracy", make<BinaryAccuracy>},
      {"categorical_accuracy", make<CategoricalAccuracy>},
      {"mae", make<MeanAbsoluteError>},
      {"mean", make<Mean>},
      {"mean_absolute_error", make<MeanAbsoluteError>},
      {"mean_squared_error", make<MeanSquaredError>},
      {"mse", make<MeanSquaredError>},
      {"sparse_categorical_accuracy", make<SparseCategoricalAccuracy>},
  };
  return known;
}

}  // namespace

std::shared_ptr<Metric> get(std::string_view name) {
  const auto found = makers().find(name);
  if (found != makers().end()) return found->second();
  std::vector<std::string> names;
  for (const auto& [known, maker] : makers()) names.push_back(known);
  throw_unknown_name("metrics", "metric", name, names);
}

std::shared_ptr<Metric> for_compile(std::string_view name) {
  const std::string given(name);
  if (name == "accuracy" || name == "acc") return std::make_shared<AccuracyByShapes>(given);
  std::shared_ptr<Metric> metric = get(name);
  metric->name(given);
  return metric;
}

}  // namespace beras::metrics
