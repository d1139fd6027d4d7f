#include <beras/models/per_sample_gradients.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/scopes.h>
#include <beras/ops/join.h>

namespace beras {
namespace {

void check_samples(const losses::AnyLoss& loss, const Tensor& x, const Tensor& y) {
  const char* who = "per_sample_gradients";
  if (!loss) throw ValueError(who, "a loss", "none");
  if (!x.defined() || !y.defined())
    throw ValueError(who, "samples x and labels y", "an undefined tensor");
  if (x.rank() == 0 || y.rank() == 0 || x.dim(0) != y.dim(0)) {
    throw ShapeError(who, "x and y of equal length",
                     to_string(x.shape()) + " and " + to_string(y.shape()));
  }
  if (x.dim(0) == 0) throw ValueError(who, "at least one sample", "none");
}

}  // namespace

Tensors per_sample_gradients(const Diffable& model, const losses::AnyLoss& loss, const Tensor& x,
                             const Tensor& y, const CallOptions& options) {
  check_samples(loss, x, y);
  const ForgetCalls forget;
  std::vector<Tensors> of_weights;
  for (std::int64_t b = 0; b < x.dim(0); ++b) {
    const Slice sample{.start = b, .stop = b + 1};
    GradientTape tape;
    const Tensor value = (*loss)(y[sample], model(x[sample], options));
    const Tensors gradients = tape.gradient(value, model.trainable_variables(),
                                            {.unconnected_gradients = UnconnectedGradients::zero});
    of_weights.resize(gradients.size());
    for (std::size_t k = 0; k < gradients.size(); ++k) of_weights[k].push_back(gradients[k]);
  }
  Tensors stacked;
  for (const Tensors& samples : of_weights) stacked.push_back(ops::stack(samples));
  return stacked;
}

}  // namespace beras
