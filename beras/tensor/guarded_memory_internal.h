// Memory that the host may not touch, to find where it does. Private to the library.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/device_memory_internal.h>

namespace beras {

/// Pages of the host that are closed but while they are opened: the memory of the device `guarded`.
/// A read or write at any other time ends the program, as it would on a device whose memory is not
/// the host's.
const DeviceMemory& guarded_memory();

/// Opens the pages for all threads, until each that opened them has closed them.
BERAS_API void open_guarded_memory();
BERAS_API void close_guarded_memory() noexcept;

}  // namespace beras
