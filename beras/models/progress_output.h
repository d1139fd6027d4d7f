// Where a run shows its progress: a terminal, a notebook, a log.
#pragma once

#include <functional>
#include <string_view>

#include <beras/base/export.h>

namespace beras {

/// Takes the text of progress bars and of callbacks that speak.
struct BERAS_API ProgressOutput {
  /// Called with pieces of text, whole lines or redrawings of one, in the thread of the run.
  std::function<void(std::string_view)> write;
  /// Whether a line can be drawn again after '\r', and shows colours: terminals and notebooks.
  bool live = false;

  /// std::cout; live where that is a terminal.
  static ProgressOutput standard();
};

}  // namespace beras
