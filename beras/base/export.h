#pragma once
// BERAS_API marks what the shared library exports; everything else is compiled with hidden
// visibility. The mark is the same in a static build, so that both kinds share their objects.

#define BERAS_API __attribute__((visibility("default")))
