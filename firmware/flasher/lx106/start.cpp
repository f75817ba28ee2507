// SPDX-License-Identifier: Apache-2.0
// Where the ROM loader's MEM_END jumps to. The ROM's stack stays in use; it has about 8 KB.
#include "firmware/flasher/flasher.h"
#include "firmware/flasher/lx106/chip_port.h"

namespace {

// In no part of the image, and not cleared: nothing reads of it what it has not written.
espseal::flasher::Flasher::Memory memory;

} // namespace

extern "C" [[noreturn]] void espseal_flasher()
{
    espseal::flasher::ChipPort port;
    espseal::flasher::Flasher flasher(port, memory);
    for (;;)
        (void)flasher.step();
}

// In the tables of abstract classes, never called.
extern "C" void __cxa_pure_virtual()
{
    for (;;) { }
}
