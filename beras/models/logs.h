// The numbers of a batch or an epoch, by their names.
#pragma once

#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Named values: the loss and the metrics of a batch or an epoch, in the order of their names.
///
/// It is used as a `std::map<std::string, double>`. A value may be given as a tensor, too, whose
/// mean it is: that is read when somebody first looks, so that a training step need not wait for
/// the device that computes it.
///
/// ```cpp
/// Logs logs = {{"loss", Tensor(0.5)}, {"rate", 0.1}};
/// double value = logs.at("loss");
/// ```
///
/// What reads a tensor on `meta` throws ValueError.
class BERAS_API Logs {
 public:
  using Map = std::map<std::string, double>;
  using key_type = Map::key_type;
  using mapped_type = Map::mapped_type;
  using value_type = Map::value_type;
  using iterator = Map::iterator;
  using const_iterator = Map::const_iterator;

  /// A number, or a tensor that has it.
  struct Value {
    Value(double number) : given(number) {}
    Value(const Tensor& tensor) : given(tensor) {}
    std::variant<double, Tensor> given;
  };

  Logs() = default;
  Logs(Map numbers) : numbers_(std::move(numbers)) {}
  Logs(std::initializer_list<std::pair<std::string, Value>> entries);
  Logs(const Logs& other);
  Logs(Logs&& other) noexcept;
  Logs& operator=(Logs other) noexcept;
  ~Logs() = default;

  /// Takes the mean of the elements as they are now, and reads it later.
  void insert_or_assign(const std::string& name, const Tensor& value);
  void insert_or_assign(const std::string& name, double value);

  operator const Map&() const { return numbers(); }
  double& operator[](const std::string& name) { return numbers()[name]; }
  /// std::out_of_range for an unknown name, as of a map.
  double& at(const std::string& name) { return numbers().at(name); }
  double at(const std::string& name) const { return numbers().at(name); }
  iterator find(const std::string& name) { return numbers().find(name); }
  const_iterator find(const std::string& name) const { return numbers().find(name); }
  bool contains(const std::string& name) const { return numbers().contains(name); }
  std::size_t count(const std::string& name) const { return numbers().count(name); }
  std::size_t erase(const std::string& name) { return numbers().erase(name); }
  void clear() { *this = Logs(); }
  iterator begin() { return numbers().begin(); }
  iterator end() { return numbers().end(); }
  const_iterator begin() const { return numbers().begin(); }
  const_iterator end() const { return numbers().end(); }
  std::size_t size() const { return numbers().size(); }
  bool empty() const { return numbers().empty(); }

  friend bool operator==(const Logs& a, const Logs& b) { return a.numbers() == b.numbers(); }

 private:
  /// All values, read.
  const Map& numbers() const;
  Map& numbers();

  // Threads may read one at once, as they may a map.
  mutable Map numbers_;
  mutable std::vector<std::pair<std::string, Tensor>> unread_;
  mutable std::atomic<bool> has_unread_ = false;
};

}  // namespace beras
