#include <beras/models/callbacks/terminate_on_nan.h>

#include <fmt/format.h>

#include <cmath>

#include <beras/base/error.h>
#include <beras/models/model.h>

namespace beras::callbacks {

void TerminateOnNaN::on_train_batch_end(std::int64_t batch, const Logs& logs) {
  Callback::on_train_batch_end(batch, logs);
  const auto loss = logs.find("loss");
  if (loss == logs.end() || std::isfinite(loss->second)) return;
  if (options_.raise_error) {
    throw Error("TerminateOnNaN", "a finite loss",
                fmt::format("{} after batch {}", loss->second, batch));
  }
  if (parameters().verbose > 0)
    say(fmt::format("Batch {}: the loss is {}, training ends.", batch, loss->second));
  model().stop_training = true;
}

}  // namespace beras::callbacks
