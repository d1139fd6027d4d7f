#include <beras/base/error.h>
#include <beras/optimizers/adamw.h>

namespace beras::optimizers {

AdamW::AdamW(const AdamWOptions& options)
    : Adam("AdamW", base_options(options, AdamOptions{.beta_1 = options.beta_1,
                                                      .beta_2 = options.beta_2,
                                                      .epsilon = options.epsilon,
                                                      .amsgrad = options.amsgrad})),
      options_(options) {
  if (!options_.weight_decay) throw ValueError(label(), "weight_decay: a number", "none");
}

}  // namespace beras::optimizers
