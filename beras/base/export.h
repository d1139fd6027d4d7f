#pragma once
// BERAS_API marks what the shared library exports; everything else is compiled with hidden
// visibility. The mark is the same in a static build, so that both kinds share their objects.

#if __cplusplus < 202002L
#error "Beras needs C++20 or later: compile with -std=c++20"
#endif

#define BERAS_API __attribute__((visibility("default")))
