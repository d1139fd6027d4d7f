// All of the room: data sets, pipelines, and the files that tensors come from and go to.
#pragma once

#include <beras/data/csv.h>
#include <beras/data/dataset.h>
#include <beras/data/fashion_mnist.h>
#include <beras/data/idx.h>
#include <beras/data/mnist.h>
#include <beras/data/npy.h>
#include <beras/data/npz.h>
#include <beras/data/one_hot_encoder.h>
#include <beras/data/split.h>
#include <beras/data/split_dataset.h>

// Python has these in beras.data, and Keras the splits in utils.
namespace beras::data {
using beras::CsvOptions, beras::CsvTable, beras::CsvText, beras::load_csv, beras::load_csv_text;
using beras::Dataset, beras::OneHotEncoder;
using beras::load_idx, beras::load_npy, beras::load_npz, beras::save_npy, beras::save_npz;
using beras::split_dataset, beras::train_test_split;
}  // namespace beras::data

namespace beras::utils {
using beras::split_dataset, beras::train_test_split;
}  // namespace beras::utils
