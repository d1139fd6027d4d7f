// Crossentropy of labels given as class numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/losses/loss.h>

namespace beras::losses {

/// -log(p[y_true]), with p from y_pred as in `categorical_crossentropy`.
///
/// y_true (B, ...) or (B, ..., 1), of any dtype, and y_pred (B, ..., C) give (B, ...). Samples
/// whose label is `ignore_class` give 0. ValueError if another label is not in [0, C); ShapeError
/// if the shapes do not fit.
BERAS_API Tensor sparse_categorical_crossentropy(
    const Tensor& y_true, const Tensor& y_pred, bool from_logits = false,
    std::optional<std::int64_t> ignore_class = std::nullopt, int axis = -1);

struct SparseCategoricalCrossentropyOptions {
  bool from_logits = false;
  /// Samples with this label, which need not be a class, do not count.
  std::optional<std::int64_t> ignore_class = std::nullopt;
  Reduction reduction = Reduction::sum_over_batch_size;
  int axis = -1;
  std::string name = {};
  /// As in LossOptions.
  std::optional<DTypePolicy> dtype = std::nullopt;
};

/// The reduction of `sparse_categorical_crossentropy` over the samples that are not ignored. No
/// gradient flows to class numbers.
class BERAS_API SparseCategoricalCrossentropy : public Loss {
 public:
  explicit SparseCategoricalCrossentropy(SparseCategoricalCrossentropyOptions options = {});
  const SparseCategoricalCrossentropyOptions& options() const { return options_; }
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override;
  Tensor counted(const Tensor& y_true, const Tensor& y_pred) const override;
  bool reads_shapes() const override { return true; }

 private:
  SparseCategoricalCrossentropyOptions options_;
};

template <std::same_as<SparseCategoricalCrossentropy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, SparseCategoricalCrossentropyOptions>;
  return arguments<Class>("SparseCategoricalCrossentropy", FIELD(Options, from_logits),
                          FIELD(Options, ignore_class), FIELD(Options, reduction),
                          FIELD(Options, axis), FIELD(Options, name), FIELD(Options, dtype))
      .in_config_as("from_logits", "ignore_class");
}

}  // namespace beras::losses
