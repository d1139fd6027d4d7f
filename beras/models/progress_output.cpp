#include <beras/models/progress_output.h>

#include <unistd.h>

#include <iostream>

namespace beras {

ProgressOutput ProgressOutput::standard() {
  return {.write = [](std::string_view text) { std::cout << text << std::flush; },
          .live = isatty(STDOUT_FILENO) != 0};
}

}  // namespace beras
