// What layers have added to the loss on this thread. Private to the library.
#pragma once

#include <memory>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::layers {

/// One loss of a call. It belongs to all copies of the layer, of which none may be left.
struct AddedLoss {
  std::weak_ptr<const void> layer;
  Tensor value;
};

/// Those of this thread's latest calls, in their order: threads that call one model do not see each
/// other's.
struct AddedLosses {
  std::vector<AddedLoss> all;
  int ignored = 0;

  static BERAS_API AddedLosses& of_this_thread();
};

/// While it lives, layers called on this thread add nothing to the loss: nobody will ask for it.
class IgnoreLosses {
 public:
  IgnoreLosses() { ++AddedLosses::of_this_thread().ignored; }
  ~IgnoreLosses() { --AddedLosses::of_this_thread().ignored; }
  IgnoreLosses(const IgnoreLosses&) = delete;
  IgnoreLosses& operator=(const IgnoreLosses&) = delete;
};

}  // namespace beras::layers
