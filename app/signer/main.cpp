// SPDX-License-Identifier: Apache-2.0
// espseal-signer: loads PKCS#11 modules so that espseal itself need not. Started by espseal and espseal-studio, never by hand.
#include "app/signer/channel.h"
#include "app/signer/service.h"
#include "core/base/process.h"

#include <csignal>
#include <cstdio>

#include <unistd.h>

using namespace espseal;

int main(int argc, char **)
{
    if (argc > 1 || isatty(STDIN_FILENO)) {
        std::fputs("espseal-signer talks to PKCS#11 tokens for espseal, which starts it: see `espseal ca token list --help`.\n", stderr);
        return 2;
    }
    protect_process();
    // What the starter had open is not the module's business.
    closefrom(STDERR_FILENO + 1);
    std::signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c): there is nothing to do about it
    const signer::Channel channel;
    signer::Service service;
    for (auto received = channel.receive(); received; received = channel.receive()) {
        if (!channel.send(service.answer(received->request, received->pin)))
            break;
    }
    // No destructors, no exit handlers, no C_Finalize: modules crash in them.
    _exit(0);
}
