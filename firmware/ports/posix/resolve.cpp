// SPDX-License-Identifier: Apache-2.0
// Names on a board whose whole world is this computer.
#include "firmware/runtime/certificate_scan.h"
#include "firmware/runtime/port.h"

#include <cstring>

namespace espseal::port {

namespace {

struct Question {
    ResolveDone done = nullptr;
    void *argument = nullptr;
    uint8_t ip[4] = {};
    bool known = false;
} question;

void answer(void *)
{
    const Question asked = question;
    question = {};
    asked.done(asked.argument, asked.known ? asked.ip : nullptr);
}

} // namespace

const char *network_limit()
{
    return "this device reaches only localhost and 127.x.y.z";
}

bool resolve(const char *name, ResolveDone done, void *argument)
{
    if (question.done)
        return false;
    Question asked { done, argument, { 127, 0, 0, 1 }, true };
    if (std::strcmp(name, "localhost") != 0)
        asked.known = runtime::parse_ipv4(name, asked.ip);
    if (!defer(answer, nullptr))
        return false;
    question = asked;
    return true;
}

} // namespace espseal::port
