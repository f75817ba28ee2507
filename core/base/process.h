// SPDX-License-Identifier: Apache-2.0
// What a program that holds private keys does first of all.
#pragma once

#include <optional>

namespace espseal {

// What protect_process() reached; for tests and for whoever wants to tell.
struct ProcessProtection {
    bool secure_heap = false; // secrets and keys lie in memory of their own, which core dumps leave out
    bool locked = false; // that memory is never swapped out; needs 4 MiB of RLIMIT_MEMLOCK
    bool wiped = false; // all memory that OpenSSL gives back (glibc)
    bool no_core_dumps = false;
    bool no_debugger = false; // other processes of the user may not read this one's memory (Linux)
};

// Starts OpenSSL's secure heap, lets OpenSSL wipe all memory that it frees, switches core dumps off, keeps debuggers out, and lets new files be the owner's
// alone (umask 077; files that are no secrets get the user's own mode, see write_file). Call it once, first in main: before threads, files and keys. Sanitizer
// builds stay open to the leak checker; debug builds to debuggers and core dumps if ESPSEAL_ALLOW_DEBUGGER is set.
ProcessProtection protect_process();

// The umask that the user had before protect_process(); nothing where that was not called.
[[nodiscard]] std::optional<unsigned> user_umask();

} // namespace espseal
