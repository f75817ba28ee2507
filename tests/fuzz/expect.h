// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>

// A property that must hold for every input; the fuzzer keeps the input for which it does not.
#define EXPECT(condition)                                                                                                                                      \
    do {                                                                                                                                                       \
        if (!(condition)) {                                                                                                                                    \
            std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                                                                \
            std::abort();                                                                                                                                      \
        }                                                                                                                                                      \
    } while (false)
