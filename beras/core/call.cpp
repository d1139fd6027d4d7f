#include <beras/core/call.h>

#include <beras/base/error.h>
#include <beras/core/diffable.h>

namespace beras {
namespace {

template <typename Visit>
void for_each_tensor(const Call& call, Visit&& visit) {
  for (const Tensor& tensor : call.inputs()) visit(tensor, "its input");
  for (const Tensor& tensor : call.outputs) visit(tensor, "its output");
  for (const Tensor& tensor : call.weights) visit(tensor, "its weight");
}

}  // namespace

const Diffable& Call::diffable() const {
  if (owner) return *owner;
  if (!anchor || !anchor->diffable) {
    throw TapeError(
        "GradientTape",
        "a recorded layer was destroyed before its gradient was asked for. Keep it alive until "
        "then, or make it with std::make_shared.");
  }
  return *anchor->diffable;
}

void Call::seal() {
  versions.clear();
  for_each_tensor(*this, [this](const Tensor& tensor, const char*) {
    versions.push_back(tensor.defined() ? tensor.version() : 0);
  });
}

void Call::check_unchanged() const {
  if (versions.empty()) return;  // never sealed: its gradient reads no element
  std::size_t position = 0;
  for_each_tensor(*this, [&](const Tensor& tensor, const char* role) {
    const std::uint64_t version = versions[position++];
    if (!tensor.defined() || tensor.version() == version) return;
    const std::string name = tensor.name().empty() ? "" : " \"" + tensor.name() + "\"";
    throw TapeError(
        diffable().label(),
        std::string(role) + name + " of shape " + to_string(tensor.shape()) +
            " was changed in place after the tape recorded it, so its gradient would be wrong. "
            "Ask for the gradient before the change, or change a copy().");
  });
}

}  // namespace beras
