// The picture of what a classifier sees and what it says.
#pragma once

#include <beras/beras.h>

#include <string>
#include <vector>

namespace demo {

/// Test images with the predicted class and its confidence, as a PNG file: a row of right answers,
/// and rows of wrong ones beside what they are.
///
/// images (N, side, side) in [0, 1], labels (N,), probabilities (N, classes).
void draw_prediction_sheet(const beras::Tensor& images, const beras::Tensor& labels,
                           const beras::Tensor& probabilities,
                           const std::vector<std::string>& class_names, const std::string& title,
                           const std::string& path);

}  // namespace demo
