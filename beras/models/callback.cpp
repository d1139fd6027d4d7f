#include <beras/models/callback.h>

namespace beras {

void Callback::say(const std::string& line) const {
  const ProgressOutput& output = parameters_.output;
  if (!output.write) return;
  const bool below_a_bar = output.live && parameters_.verbose == 1;
  output.write((below_a_bar ? "\n" : "") + line + "\n");
}

}  // namespace beras
