// Networks from the words of bench/workloads.py.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <beras/models/sequential.h>

namespace bench {

/// A compiled model for samples of that shape.
beras::Sequential make_model(const nlohmann::json& network, const beras::Shape& shape);

}  // namespace bench
