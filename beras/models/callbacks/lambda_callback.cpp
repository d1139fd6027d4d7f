#include <beras/models/callbacks/lambda_callback.h>

#include <utility>

namespace beras::callbacks {

LambdaCallback::LambdaCallback(LambdaCallbackOptions functions)
    : functions_(std::move(functions)) {}

void LambdaCallback::on_epoch_begin(int epoch) {
  if (functions_.on_epoch_begin) functions_.on_epoch_begin(epoch);
}

void LambdaCallback::on_epoch_end(int epoch, Logs& logs) {
  if (functions_.on_epoch_end) functions_.on_epoch_end(epoch, logs);
}

void LambdaCallback::on_train_begin() {
  if (functions_.on_train_begin) functions_.on_train_begin();
}

void LambdaCallback::on_train_end(const Logs& logs) {
  if (functions_.on_train_end) functions_.on_train_end(logs);
}

void LambdaCallback::on_train_batch_begin(std::int64_t batch) {
  if (functions_.on_train_batch_begin) functions_.on_train_batch_begin(batch);
}

void LambdaCallback::on_train_batch_end(std::int64_t batch, const Logs& logs) {
  if (functions_.on_train_batch_end) functions_.on_train_batch_end(batch, logs);
}

}  // namespace beras::callbacks
