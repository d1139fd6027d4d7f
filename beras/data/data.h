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
