// SPDX-License-Identifier: Apache-2.0
// A PKCS#11 module that does what modules should not: ESPSEAL_TEST_MODULE says what.
#include <p11-kit/pkcs11.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <unistd.h>

namespace {

CK_FUNCTION_LIST functions {};

bool is_to(const char *what)
{
    const char *chosen = std::getenv("ESPSEAL_TEST_MODULE");
    return chosen && std::strcmp(chosen, what) == 0;
}

CK_RV (*initialize)(void *) = nullptr;

CK_RV begin(void *arguments)
{
    if (is_to("abort"))
        std::abort();
    if (is_to("hang")) {
        for (;;)
            pause();
    }
    if (is_to("print")) { // into what others may take for their protocol
        std::puts("Welcome to your token!");
        std::fflush(stdout);
    }
    if (is_to("refuse"))
        return CKR_DEVICE_ERROR;
    return initialize(arguments);
}

CK_RV crash(CK_SESSION_HANDLE, CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *)
{
    std::fputs("assertion failed in the token's driver\n", stderr);
    std::abort();
}

} // namespace

// Everything else is SoftHSM's.
extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list)
{
    void *library = dlopen(std::getenv("ESPSEAL_TEST_REAL_MODULE"), RTLD_NOW);
    const auto get = library ? reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList")) : nullptr;
    CK_FUNCTION_LIST *real = nullptr;
    if (!get || get(&real) != CKR_OK)
        return CKR_GENERAL_ERROR;
    functions = *real;
    initialize = real->C_Initialize;
    functions.C_Initialize = begin;
    if (is_to("crash in C_Sign"))
        functions.C_Sign = crash;
    *list = &functions;
    return CKR_OK;
}
