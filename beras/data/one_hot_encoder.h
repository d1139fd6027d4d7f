// Labels to one-hot vectors and back.
#pragma once

#include <beras/base/export.h>
#include <beras/core/callable.h>

namespace beras {

/// Learns which labels there are; then `encoder(labels)` is one-hot, and `inverse` gives labels
/// again.
class BERAS_API OneHotEncoder : public Callable {
 public:
  /// Learns the classes: the sorted unique labels. ValueError if there are none, or if one is NaN.
  void fit(const Tensor& labels);
  /// labels (...) give float32 (..., classes). ValueError before `fit`, or naming a label that was
  /// not seen in it.
  Tensor call(const Tensor& labels) const override;
  /// The label of the largest of each (..., classes): the label itself for one-hot vectors, the
  /// most likely one for probabilities.
  Tensor inverse(const Tensor& one_hot) const;
  /// The classes in their order, (classes,), of the dtype of the fitted labels. ValueError before
  /// `fit`.
  const Tensor& classes() const;

 private:
  Tensor classes_;
};

}  // namespace beras
