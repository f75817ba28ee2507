// SPDX-License-Identifier: Apache-2.0
#include "core/base/process.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#ifdef __GLIBC__
#include <malloc.h>
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

#ifdef __GLIBC__
// OpenSSL keeps keys in the secure heap, but not all of their traces: decoders, base64 and ciphers work in ordinary memory, of which it wipes only some.
// What is wiped here when it is given back is everything.
void *take(std::size_t size, const char * /*file*/, int /*line*/)
{
    return std::malloc(size);
}

void give_back(void *memory, const char * /*file*/, int /*line*/)
{
    if (memory)
        OPENSSL_cleanse(memory, malloc_usable_size(memory));
    std::free(memory);
}

void *take_another(void *memory, std::size_t size, const char *file, int line)
{
    // OpenSSL's contract: no size gives back, no memory takes.
    void *larger = size == 0 ? nullptr : take(size, file, line);
    if (larger && memory)
        std::memcpy(larger, memory, std::min(size, malloc_usable_size(memory)));
    if (larger || size == 0)
        give_back(memory, file, line);
    return larger;
}

bool wipe_what_openssl_gives_back()
{
    return CRYPTO_set_mem_functions(take, take_another, give_back) == 1;
}
#else
bool wipe_what_openssl_gives_back()
{
    return false;
}
#endif

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

ProcessProtection protect()
{
    ProcessProtection reached;
    reached.wiped = wipe_what_openssl_gives_back(); // before anything that has OpenSSL allocate
    umask_before() = umask(077);
    const int heap = CRYPTO_secure_malloc_init(heap_size, smallest_piece);
    reached.secure_heap = heap != 0;
    reached.locked = heap == 1; // 2: there, but the system did not lock it
    if (may_be_debugged())
        return reached;
    reached.no_core_dumps = switch_core_dumps_off();
    if (!is_sanitized())
        reached.no_debugger = keep_debuggers_out();
    return reached;
}

} // namespace

ProcessProtection protect_process()
{
    static const ProcessProtection reached = protect();
    return reached;
}

std::optional<unsigned> user_umask()
{
    return umask_before();
}

} // namespace espseal
