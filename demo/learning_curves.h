// The picture of how a training went.
#pragma once

#include <beras/beras.h>

#include <string>

namespace demo {

/// Loss and accuracy over the epochs, for training and validation, as a PNG file.
void draw_learning_curves(const beras::History& history, const std::string& title,
                          const std::string& path);

}  // namespace demo
