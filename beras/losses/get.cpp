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
    auto* const all = new Registry<std::shared_ptr<Loss>>("keras.losses", "loss", All());
    all->add(
        {.class_name = "Crossentropy"}, {"crossentropy", "ce"},
        [](const Config&) -> std::shared_ptr<Loss> { return std::make_shared<Crossentropy>(); });
    return all;
  }();
  return known;
}

std::shared_ptr<Loss> get(std::string_view name) { return registry().make(name); }

std::shared_ptr<Loss> for_compile(std::string_view name) {
  std::shared_ptr<Loss> loss = get(name);
  if (registry().find(name).class_name != name)
    loss->set_common_config(Config::Map{{"name", name}});
  return loss;
}

Config Loss::common_config() const {
  return Config::Map{{"name", name()}, {"reduction", ConfigValue<Reduction>::write(reduction())}};
}

void Loss::set_common_config(const Config& config) {
  if (const Config* name = config.find("name"); name && !name->is_null())
    options_.name = ConfigValue<std::string>::read(*name, {label(), "name"});
  if (const Config* reduction = config.find("reduction"))
    options_.reduction = ConfigValue<Reduction>::read(*reduction, {label(), "reduction"});
}

Config Loss::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this), label());
}

Config Loss::serialized() const { return registry().serialize(type_of(*this), get_config()); }

}  // namespace beras::losses
