// Loops over all cores. The cut into pieces depends on the size alone, never on the number of
// threads, so that whatever is reduced per piece gives the same bits on every machine of one kind.
#pragma once

#include <cstdint>
#include <functional>

#include <beras/base/export.h>

namespace beras {

/// Runs body(begin, end) over [0, count) in pieces of `grain` elements, on as many threads as help.
///
/// Pieces are [0, grain), [grain, 2 grain) ...: the last may be shorter. Nothing is started for a
/// single piece. An exception of a body is rethrown here once no piece is running.
BERAS_API void parallel_for(std::int64_t count, std::int64_t grain,
                            const std::function<void(std::int64_t begin, std::int64_t end)>& body);

/// The same on at most that many threads, for pieces that need something which threads cannot
/// share: body(begin, end, thread) is told the number of its thread, below `threads`.
BERAS_API void parallel_for_threads(
    std::int64_t count, std::int64_t grain, int threads,
    const std::function<void(std::int64_t begin, std::int64_t end, std::int64_t thread)>& body);

/// The number of threads that parallel loops may use (all cores unless set).
BERAS_API int num_threads();

/// Sets the number of threads for parallel loops, for the whole process; at least 1. Results do not
/// depend on it.
BERAS_API void set_num_threads(int count);

}  // namespace beras
