#include <beras/losses/get.h>

#include <map>
#include <string>
#include <vector>

#include <beras/base/suggest.h>
#include <beras/losses/binary_crossentropy.h>
#include <beras/losses/categorical_crossentropy.h>
#include <beras/losses/label_kind.h>
#include <beras/losses/mean_absolute_error.h>
#include <beras/losses/mean_squared_error.h>
#include <beras/losses/sparse_categorical_crossentropy.h>

namespace beras::losses {
namespace {

Tensor crossentropy(const Tensor& y_true, const Tensor& y_pred) {
  switch (label_kind(y_true.shape(), y_pred.shape())) {
    case LabelKind::binary:
      return binary_crossentropy(y_true, y_pred);
    case LabelKind::sparse_categorical:
      return sparse_categorical_crossentropy(y_true, y_pred);
    case LabelKind::categorical:
      break;
  }
  return categorical_crossentropy(y_true, y_pred);
}

template <typename Class>
std::shared_ptr<Loss> make() {
  return std::make_shared<Class>();
}

/// The crossentropy that the shapes ask for.
class Crossentropy : public Loss {
 public:
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    return crossentropy(y_true, y_pred);
  }
  bool reads_shapes() const override { return true; }
};

using Maker = std::shared_ptr<Loss> (*)();

const std::map<std::string, Maker, std::less<>>& makers() {
  static const auto& known = *new std::map<std::string, Maker, std::less<>>{
      {"BCE", make<BinaryCrossentropy>},
      {"BinaryCrossentropy", make<BinaryCrossentropy>},
      {"CategoricalCrossentropy", make<CategoricalCrossentropy>},
      {"MAE", make<MeanAbsoluteError>},
      {"MSE", make<MeanSquaredError>},
      {"MeanAbsoluteError", make<MeanAbsoluteError>},
      {"MeanSquaredError", make<MeanSquaredError>},
      {"SparseCategoricalCrossentropy", make<SparseCategoricalCrossentropy>},
      {"bce", make<BinaryCrossentropy>},
      {"binary_crossentropy", make<BinaryCrossentropy>},
      {"categorical_crossentropy", make<CategoricalCrossentropy>},
      {"ce", make<Crossentropy>},
      {"crossentropy", make<Crossentropy>},
      {"mae", make<MeanAbsoluteError>},
      {"mean_absolute_error", make<MeanAbsoluteError>},
      {"mean_squared_error", make<MeanSquaredError>},
      {"mse", make<MeanSquaredError>},
      {"sparse_categorical_crossentropy", make<SparseCategoricalCrossentropy>},
  };
  return known;
}

}  // namespace

std::shared_ptr<Loss> get(std::string_view name) {
  const auto found = makers().find(name);
  if (found != makers().end()) return found->second();
  std::vector<std::string> names;
  for (const auto& [known, maker] : makers()) names.push_back(known);
  throw_unknown_name("losses", "loss", name, names);
}

}  // namespace beras::losses
