// SPDX-License-Identifier: Apache-2.0
#include "core/base/process.h"

#include <openssl/crypto.h>

#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#if !defined(NDEBUG)
#include <cstdlib>
#endif

namespace espseal {

namespace {

// Room for some thousand keys: an RSA-4096 key takes about 4 KiB, a P-256 key 0.3 KiB. The smallest piece is 32 bytes.
constexpr std::size_t heap_size = 4u << 20;
constexpr std::size_t smallest_piece = 32;

std::optional<mode_t> &umask_before()
{
    static std::optional<mode_t> mask;
    return mask;
}

bool may_be_debugged()
{
#if defined(NDEBUG)
    return false;
#else
    return std::getenv("ESPSEAL_ALLOW_DEBUGGER") != nullptr; // NOLINT(concurrency-mt-unsafe): before any thread
#endif
}

// LeakSanitizer looks into its own process with ptrace.
constexpr bool is_sanitized()
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#else
    return false;
#endif
#else
    return false;
#endif
}

bool switch_core_dumps_off()
{
    const rlimit none { 0, 0 };
    return setrlimit(RLIMIT_CORE, &none) == 0;
}

bool keep_debuggers_out()
{
#ifdef __linux__
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
#else
    return false;
#endif
}

} // namespace

ProcessProtection protect_process()
{
    ProcessProtection reached;
    if (!umask_before())
        umask_before() = umask(077);
    const int heap = CRYPTO_secure_malloc_initialized() ? 1 : CRYPTO_secure_malloc_init(heap_size, smallest_piece);
    reached.secure_heap = heap != 0;
    reached.locked = heap == 1; // 2: there, but the system did not lock it
    if (may_be_debugged())
        return reached;
    reached.no_core_dumps = switch_core_dumps_off();
    if (!is_sanitized())
        reached.no_debugger = keep_debuggers_out();
    return reached;
}

std::optional<unsigned> user_umask()
{
    return umask_before();
}

} // namespace espseal
