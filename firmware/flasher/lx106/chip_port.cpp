// SPDX-License-Identifier: Apache-2.0
#include "firmware/flasher/lx106/chip_port.h"

#include "core/wire/crc.h"

// Of flasher.ld.
extern "C" const uint32_t flasher_text[];
extern "C" const uint32_t flasher_text_end[];
extern "C" const uint32_t flasher_data[];
extern "C" const uint32_t flasher_data_end[];

namespace espseal::flasher {

using namespace chip;

namespace {

// Word by word: instruction RAM gives nothing smaller.
uint32_t crc_of_words(const uint32_t *begin, const uint32_t *end, uint32_t crc)
{
    for (; begin != end; ++begin) {
        uint8_t bytes[4];
        const uint32_t word = *begin;
        for (uint32_t i = 0; i < 4; ++i)
            bytes[i] = static_cast<uint8_t>(word >> (8 * i));
        crc = wire::crc32({ bytes, sizeof bytes }, crc);
    }
    return crc;
}

} // namespace

bool ChipPort::receive(uint8_t &byte)
{
    if ((reg(uart_status) & uart_count) == 0)
        return false;
    byte = static_cast<uint8_t>(reg(uart_fifo));
    return true;
}

uint32_t ChipPort::send_room()
{
    const uint32_t waiting = reg(uart_status) >> uart_sent_shift & uart_count;
    return waiting < uart_fifo_size ? uart_fifo_size - 1 - waiting : 0;
}

void ChipPort::send(uint8_t byte)
{
    empty_ = false;
    reg(uart_fifo) = byte;
}

bool ChipPort::all_sent()
{
    // One byte more may be on its way when the buffer is empty. The CPU's clock is at most twice the UART's.
    constexpr uint32_t longest_byte = 2 * 12; // bits
    if ((reg(uart_status) >> uart_sent_shift & uart_count) != 0) {
        empty_ = false;
        return false;
    }
    if (!empty_) {
        empty_ = true;
        empty_since_ = ticks();
    }
    return ticks() - empty_since_ > longest_byte * divider();
}

uint32_t ChipPort::divider()
{
    return reg(uart_divider) & uart_divider_mask;
}

void ChipPort::set_divider(uint32_t divider)
{
    uart_div_modify(0, divider);
}

uint32_t ChipPort::ticks()
{
    uint32_t count = 0;
    __asm__ volatile("rsr %0, ccount" : "=a"(count));
    return count;
}

void ChipPort::read(uint32_t address, uint32_t *words, uint32_t size)
{
    if (SPIRead(address, words, size) == 0)
        return;
    // What was in memory before could be taken for what the flash holds.
    for (uint32_t i = 0; i < size / 4; ++i)
        words[i] = 0;
}

void ChipPort::hash_begin()
{
    MD5Init(hash_);
}

void ChipPort::hash_add(const void *bytes, uint32_t size)
{
    MD5Update(hash_, bytes, size);
}

void ChipPort::hash_end(uint8_t *digest)
{
    MD5Final(digest, hash_);
}

uint32_t ChipPort::image_crc()
{
    return crc_of_words(flasher_data, flasher_data_end, crc_of_words(flasher_text, flasher_text_end, 0));
}

void ChipPort::restart()
{
    software_reset();
}

} // namespace espseal::flasher
