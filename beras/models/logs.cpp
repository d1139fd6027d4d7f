#include <beras/models/logs.h>

#include <mutex>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/reduce.h>

namespace beras {
namespace {

/// One for all logs, as it is held for no longer than a few numbers take.
std::mutex& reading() {
  static std::mutex& mutex = *new std::mutex;
  return mutex;
}

}  // namespace

Logs::Logs(std::initializer_list<std::pair<std::string, Value>> entries) {
  for (const auto& [name, value] : entries) {
    if (const double* number = std::get_if<double>(&value.given))
      insert_or_assign(name, *number);
    else
      insert_or_assign(name, std::get<Tensor>(value.given));
  }
}

Logs::Logs(const Logs& other) {
  const std::lock_guard lock(reading());
  numbers_ = other.numbers_;
  unread_ = other.unread_;
  has_unread_ = !unread_.empty();
}

Logs::Logs(Logs&& other) noexcept
    : numbers_(std::move(other.numbers_)),
      unread_(std::move(other.unread_)),
      has_unread_(!unread_.empty()) {
  other.has_unread_ = false;
}

Logs& Logs::operator=(Logs other) noexcept {
  numbers_ = std::move(other.numbers_);
  unread_ = std::move(other.unread_);
  has_unread_ = !unread_.empty();
  return *this;
}

void Logs::insert_or_assign(const std::string& name, const Tensor& value) {
  if (!value.defined() || value.size() == 0) {
    throw ValueError("Logs", "a value for \"" + name + '"',
                     value.defined() ? "a tensor without elements" : "an undefined tensor");
  }
  const PauseRecording pause;
  unread_.emplace_back(name, value.rank() == 0 ? value.copy() : ops::mean(value));
  has_unread_ = true;
}

void Logs::insert_or_assign(const std::string& name, double value) { numbers()[name] = value; }

const Logs::Map& Logs::numbers() const {
  if (!has_unread_.load(std::memory_order_acquire)) return numbers_;
  const std::lock_guard lock(reading());
  Map all = numbers_;
  for (const auto& [name, value] : unread_) all[name] = value.item<double>();
  numbers_ = std::move(all);
  unread_.clear();
  has_unread_.store(false, std::memory_order_release);
  return numbers_;
}

Logs::Map& Logs::numbers() { return const_cast<Map&>(std::as_const(*this).numbers()); }

}  // namespace beras
