#include <beras/models/callbacks/model_checkpoint.h>

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/models/model.h>

namespace beras::callbacks {
namespace {

constexpr const char* who = "ModelCheckpoint";

using Fields = std::map<std::string, std::variant<std::int64_t, double>>;

/// What "name:format" stands for.
std::string field_text(const std::string& field, const Fields& fields) {
  const std::size_t colon = field.find(':');
  const std::string name = field.substr(0, colon);
  const auto found = fields.find(name);
  if (found == fields.end()) {
    std::vector<std::string> known;
    for (const auto& [key, value] : fields) known.push_back(key);
    throw_unknown_name(who, "name in the path", name, known);
  }
  const std::string format = colon == std::string::npos ? "{}" : "{" + field.substr(colon) + "}";
  try {
    return std::visit([&](auto value) { return fmt::format(fmt::runtime(format), value); },
                      found->second);
  } catch (const fmt::format_error& error) {
    throw ValueError(who, "a format for " + name + " in the path", "\"" + format + "\"",
                     error.what());
  }
}

std::string expanded(std::string_view path, const Fields& fields) {
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_brace = path[i] == '{' || path[i] == '}';
    const bool is_doubled = is_brace && i + 1 < path.size() && path[i + 1] == path[i];
    if (!is_brace || is_doubled) {
      text += path[i];
      i += is_doubled ? 1 : 0;
      continue;
    }
    const std::size_t end = path.find('}', i + 1);
    if (path[i] == '}' || end == std::string_view::npos)
      throw ValueError(who, "braces in pairs", "\"" + std::string(path) + "\"");
    text += field_text(std::string(path.substr(i + 1, end - i - 1)), fields);
    i = end;
  }
  return text;
}

}  // namespace

SaveFrequency::SaveFrequency(const char* word) {
  if (std::string_view(word) != "epoch")
    throw ValueError(who, "save_freq \"epoch\" or a number of batches",
                     "\"" + std::string(word) + "\"");
}

SaveFrequency::SaveFrequency(std::optional<std::int64_t> batches) : batches_(batches) {
  if (*batches < 1) throw ValueError(who, "a save_freq of at least 1", std::to_string(*batches));
}

ModelCheckpoint::ModelCheckpoint(std::string filepath, ModelCheckpointOptions options)
    : MonitorCallback(who, options.monitor, options.mode),
      filepath_(std::move(filepath)),
      options_(std::move(options)) {
  if (!options_.save_weights_only)
    throw ValueError(who, "save_weights_only, as Beras saves weights alone", "false");
  if (!filepath_.ends_with(".npz"))
    throw ValueError(who, "a path that ends in .npz", "\"" + filepath_ + "\"");
  if (options_.save_freq.batches() && options_.save_best_only && monitor().starts_with("val_")) {
    throw ValueError(who, "a value of the training to monitor after batches",
                     "\"" + monitor() + "\"");
  }
  best(options_.initial_value_threshold);
}

void ModelCheckpoint::on_train_begin() {
  if (options_.save_best_only) find_direction();
}

void ModelCheckpoint::on_train_batch_end(std::int64_t batch, const Logs& logs) {
  Callback::on_train_batch_end(batch, logs);
  const std::optional<std::int64_t>& frequency = options_.save_freq.batches();
  if (!frequency || ++batches_ < *frequency) return;
  batches_ = 0;
  save(logs, batch);
}

void ModelCheckpoint::on_epoch_end(int, Logs& logs) {
  if (!options_.save_freq.batches()) save(logs, std::nullopt);
}

void ModelCheckpoint::save(const Logs& logs, const std::optional<std::int64_t>& batch) {
  std::string reason;
  std::optional<double> value;
  if (options_.save_best_only) {
    value = value_in(logs);
    if (!value || !is_better(*value, best())) return;
    reason = fmt::format("{} improved to {:.5f}, ", monitor(), *value);
  }
  const std::string file = path(logs, batch);
  if (options_.verbose > 0) say(fmt::format("Epoch {}: {}saving to {}", epoch_ + 1, reason, file));
  std::error_code ignored;  // save_weights tells what is wrong with the folder
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  model().save_weights(file);
  if (value) best(value);
}

std::string ModelCheckpoint::path(const Logs& logs,
                                  const std::optional<std::int64_t>& batch) const {
  Fields fields = {{"epoch", std::int64_t{epoch_} + 1}};
  if (batch) fields.emplace("batch", *batch + 1);
  for (const auto& [name, value] : logs) fields.emplace(name, value);
  return expanded(filepath_, fields);
}

}  // namespace beras::callbacks
