// Policies by the paths of layers.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/dtype_policy.h>

namespace beras {

/// Which layer follows which policy, by its path: "model/block/dense".
///
/// ```cpp
/// const auto map = std::make_shared<DTypePolicyMap>("float32");
/// map->set("encoder/.*", "mixed_bfloat16");
/// layers::Dense dense(10, {.name = "dense", .dtype = map});
/// ```
///
/// A layer finds its policy when it is built. Source: keras.dtype_policies.DTypePolicyMap.
class BERAS_API DTypePolicyMap {
 public:
  using Entries = std::vector<std::pair<std::string, DTypePolicy>>;

  /// Without a default policy it is that of the process, whatever that is when it is asked.
  /// ValueError for a policy that is a map itself, and for a path that comes twice.
  explicit DTypePolicyMap(std::optional<DTypePolicy> default_policy = std::nullopt,
                          const Entries& policies = {});
  explicit DTypePolicyMap(const char* default_policy)
      : DTypePolicyMap(std::optional<DTypePolicy>(default_policy)) {}

  /// Adds a policy for a path, or for all paths that match a regular expression as a whole.
  /// ValueError for a path that has one, a policy that is a map, and what is no expression.
  void set(const std::string& path, const DTypePolicy& policy);
  /// Takes an entry away; ValueError where there is none.
  void erase(const std::string& path);
  /// The policy of that very path, else that of the one expression that matches it, else the
  /// default. ValueError where several expressions match.
  DTypePolicy operator[](const std::string& path) const;
  DTypePolicy default_policy() const;
  /// The default that it was given.
  const std::optional<DTypePolicy>& given_default() const { return default_; }
  /// In the order in which they were added.
  const Entries& entries() const { return entries_; }

 private:
  std::optional<DTypePolicy> default_;
  Entries entries_;
};

}  // namespace beras
