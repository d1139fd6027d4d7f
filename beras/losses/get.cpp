#include <beras/losses/get.h>

#include <beras/base/type_of_internal.h>
#include <beras/losses/all.h>
#include <beras/losses/label_kind.h>

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

/// The crossentropy that the shapes ask for.
class Crossentropy : public Loss {
 public:
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    return crossentropy(y_true, y_pred);
  }
  bool reads_shapes() const override { return true; }
};

}  // namespace

Registry<std::shared_ptr<Loss>>& registry() {
  static auto& known = *[] {
    auto* const all = new Registry<std::shared_ptr<Loss>>("keras.losses", "loss");
    all->add(All());
    const auto make = [](const Config&) { return std::make_shared<Crossentropy>(); };
    all->add({"Crossentropy", {}, nullptr, make, {}}, {"crossentropy", "ce"});
    return all;
  }();
  return known;
}

std::shared_ptr<Loss> get(std::string_view name) {
  return registry().find(name).make(Config::Map());
}

Config Loss::common_config() const {
  return Config::Map{{"name", name()}, {"reduction", ConfigValue<Reduction>::write(reduction())}};
}

Config Loss::get_config() const {
  return registry().config_at(type_of(*this), dynamic_cast<const void*>(this), label());
}

}  // namespace beras::losses
