// Random numbers that leave no trace. Private to the library.
#pragma once

#include <beras/base/export.h>

namespace beras {

/// While it lives, generators give this thread the key that is next, but do not go on.
class BERAS_API HoldSeeds {
 public:
  /// With false, generators do go on, whatever is around.
  explicit HoldSeeds(bool hold = true);
  ~HoldSeeds();
  HoldSeeds(const HoldSeeds&) = delete;
  HoldSeeds& operator=(const HoldSeeds&) = delete;

 private:
  bool before_;
};

}  // namespace beras
