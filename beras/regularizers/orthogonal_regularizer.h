// The regularizer that turns the rows or columns of a matrix away from each other.
#pragma once

#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/regularizers/regularizer.h>

namespace beras::regularizers {

struct OrthogonalRegularizerOptions {
  double factor = 0.01;
  /// "rows" or "columns".
  std::string mode = "rows";
};

/// factor * mean(|a . b|) over all pairs of rows (or columns) of a matrix, with a and b scaled to
/// length 1: (n, m) gives a number. With a single one it is NaN, as in Keras.
///
/// ValueError for factor < 0 and another mode; ShapeError for a rank other than 2. Rows that are
/// shorter than epsilon() are divided by that.
class BERAS_API OrthogonalRegularizer : public Regularizer {
 public:
  explicit OrthogonalRegularizer(OrthogonalRegularizerOptions options = {});
  Tensor operator()(const Tensor& x) const override;
  /// With the factor as Keras has it, rounded to float32.
  const OrthogonalRegularizerOptions& options() const { return options_; }
  double factor() const { return options_.factor; }

 private:
  OrthogonalRegularizerOptions options_;
};

template <std::same_as<OrthogonalRegularizer> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, OrthogonalRegularizerOptions>;
  return arguments<Class>("OrthogonalRegularizer", FIELD(Options, factor), FIELD(Options, mode))
      .with(property<&Class::factor>("factor"));
}

}  // namespace beras::regularizers
