// The steps of reductions of floats, vector by vector, for the instruction set at hand.
#pragma once

#include <cstdint>

namespace beras::backend::cpu {

// NaN wins against every number.

/// The largest of `start` and the `count` numbers of `run`.
float largest_of(float start, const float* run, std::int64_t count);
float smallest_of(float start, const float* run, std::int64_t count);

/// parts[i] becomes the larger of parts[i] and row[i].
void raise_to(float* parts, const float* row, std::int64_t count);
void lower_to(float* parts, const float* row, std::int64_t count);
/// The sum of the `count` numbers of `run`.
double sum_of(const float* run, std::int64_t count);
/// parts[i] += rows[i] + rows[distance + i] + ... of `row_count` rows.
void add_rows_to(double* parts, const float* rows, std::int64_t distance, std::int64_t row_count,
                 std::int64_t count);

}  // namespace beras::backend::cpu
