// SPDX-License-Identifier: Apache-2.0
// The flasher as lx106 code under QEMU (-M sim -cpu lx106 -semihosting): its port asks the test.
#include "firmware/flasher/flasher.h"
#include "tests/flasher/lx106/remote_call.h"

#include <stddef.h>

using espseal::flasher::Flasher;
using espseal::test::Remote;

// The compiler's own calls, which the chip's ROM has. The link-time optimizer does not see that it will make them.
extern "C" __attribute__((used)) void *memcpy(void *to, const void *from, size_t size)
{
    auto *out = static_cast<volatile uint8_t *>(to);
    const auto *in = static_cast<const uint8_t *>(from);
    for (size_t i = 0; i < size; ++i)
        out[i] = in[i];
    return to;
}

extern "C" __attribute__((used)) void *memset(void *to, int value, size_t size)
{
    auto *out = static_cast<volatile uint8_t *>(to);
    for (size_t i = 0; i < size; ++i)
        out[i] = static_cast<uint8_t>(value);
    return to;
}

extern "C" void __cxa_pure_virtual()
{
    for (;;) { }
}

namespace {

constexpr int exit_call = 1;
constexpr int read_call = 3;
constexpr int write_call = 4;

// Semihosting: number and arguments in a2 to a5, the result in a2.
int simcall(int number, int first, const void *memory, uint32_t size)
{
    register int a2 __asm__("a2") = number;
    register int a3 __asm__("a3") = first;
    register const void *a4 __asm__("a4") = memory;
    register uint32_t a5 __asm__("a5") = size;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

[[noreturn]] void end(int status)
{
    for (;;)
        simcall(exit_call, status, nullptr, 0);
}

void put(const void *bytes, uint32_t size)
{
    const auto *at = static_cast<const uint8_t *>(bytes);
    while (size > 0) {
        const int done = simcall(write_call, 1, at, size);
        if (done <= 0)
            end(3);
        at += done;
        size -= static_cast<uint32_t>(done);
    }
}

void get(void *bytes, uint32_t size)
{
    auto *at = static_cast<uint8_t *>(bytes);
    while (size > 0) {
        const int done = simcall(read_call, 0, at, size);
        if (done <= 0)
            end(4);
        at += done;
        size -= static_cast<uint32_t>(done);
    }
}

uint32_t call(Remote operation, uint32_t first = 0, uint32_t second = 0, const void *bytes = nullptr, uint32_t size = 0)
{
    const uint32_t words[3] = { static_cast<uint32_t>(operation), first, second };
    put(words, sizeof words);
    if (size > 0)
        put(bytes, size);
    uint32_t value = 0;
    get(&value, sizeof value);
    return value;
}

class RemotePort final : public espseal::flasher::Port {
public:
    bool receive(uint8_t &byte) override
    {
        const uint32_t heard = call(Remote::receive);
        byte = static_cast<uint8_t>(heard);
        return heard != 0;
    }
    uint32_t send_room() override { return call(Remote::send_room); }
    void send(uint8_t byte) override { call(Remote::send, byte); }
    bool all_sent() override { return call(Remote::all_sent) != 0; }
    uint32_t divider() override { return call(Remote::divider); }
    void set_divider(uint32_t divider) override { call(Remote::set_divider, divider); }
    uint32_t ticks() override { return call(Remote::ticks); }
    uint32_t flash_id() override { return call(Remote::flash_id); }
    bool flash_busy() override { return call(Remote::flash_busy) != 0; }
    void erase_sector(uint32_t address) override { call(Remote::erase_sector, address); }
    void erase_block(uint32_t address) override { call(Remote::erase_block, address); }
    void program(uint32_t address, const uint32_t *words, uint32_t size) override { call(Remote::program, address, size, words, size); }
    void read(uint32_t address, uint32_t *words, uint32_t size) override
    {
        call(Remote::read, address, size);
        get(words, size);
    }
    void hash_begin() override { call(Remote::hash_begin); }
    void hash_add(const void *bytes, uint32_t size) override { call(Remote::hash_add, size, 0, bytes, size); }
    void hash_end(uint8_t *digest) override
    {
        call(Remote::hash_end);
        get(digest, espseal::wire::flasher::digest_size);
    }
    uint32_t image_crc() override { return call(Remote::image_crc); }
    void restart() override { call(Remote::restart); }
};

Flasher::Memory memory;

} // namespace

extern "C" [[noreturn]] void flasher_under_qemu()
{
    RemotePort port;
    Flasher flasher(port, memory);
    for (;;) {
        if (!flasher.step() && call(Remote::idle) != 0)
            end(0);
    }
}
