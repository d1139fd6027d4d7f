#include <beras/metrics/get.h>

#include <string>
#include <utility>

#include <beras/base/type_of_internal.h>
#include <beras/losses/label_kind.h>
#include <beras/metrics/all.h>

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

}  // namespace

Registry<std::shared_ptr<Metric>>& registry() {
  static auto& known = *new Registry<std::shared_ptr<Metric>>("keras.metrics", "metric", All());
  return known;
}

std::shared_ptr<Metric> get(std::string_view name) { return registry().make(name); }

Config Metric::common_config() const {
  return Config::Map{{"name", name()}, {"dtype", dtype_name(dtype())}};
}

Config Metric::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this), name());
}

Config Metric::serialized() const { return registry().serialize(type_of(*this), get_config()); }

std::shared_ptr<Metric> for_compile(std::string_view name) {
  const std::string given(name);
  if (name == "accuracy" || name == "acc") return std::make_shared<AccuracyByShapes>(given);
  std::shared_ptr<Metric> metric = get(name);
  metric->name(given);
  return metric;
}

}  // namespace beras::metrics
