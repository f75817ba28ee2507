// SPDX-License-Identifier: Apache-2.0
// The machine that the flasher runs on, as the tests want it: a flash that erases to 0xFF, clears bits and is busy for a while, and the two ends of a line.
#pragma once

#include "firmware/flasher/port.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QList>

namespace espseal::test {

class ModelChip final : public flasher::Port {
public:
    static constexpr qsizetype flash_size = 1 << 20;

    QByteArray flash = QByteArray(flash_size, '\xFF');
    QByteArray to_chip; // not heard yet
    QByteArray to_desktop; // everything said
    quint32 uart_divider = 452;
    QList<quint32> dividers; // that were set
    int erase_polls = 5; // how often the flash says busy after an erase
    bool stuck = false; // programs do not stick
    bool restarted = false;
    int sector_erases = 0;
    int block_erases = 0;
    int programs = 0;
    int accesses_while_busy = 0; // that a chip would ignore: a fault of the flasher
    quint32 time = 0;
    quint32 tick = 100; // a look at the clock takes so long

    bool receive(uint8_t &byte) override;
    uint32_t send_room() override { return 64; }
    void send(uint8_t byte) override { to_desktop.append(static_cast<char>(byte)); }
    bool all_sent() override { return true; }
    uint32_t divider() override { return uart_divider; }
    void set_divider(uint32_t divider) override;
    uint32_t ticks() override { return time += tick; }
    uint32_t flash_id() override { return 0x1440EF; }
    bool flash_busy() override;
    void erase_sector(uint32_t address) override { erase(address, 4096, sector_erases); }
    void erase_block(uint32_t address) override { erase(address, 65536, block_erases); }
    void program(uint32_t address, const uint32_t *words, uint32_t size) override;
    void read(uint32_t address, uint32_t *words, uint32_t size) override;
    void hash_begin() override { hash_.reset(); }
    void hash_add(const void *bytes, uint32_t size) override;
    void hash_end(uint8_t *digest) override;
    uint32_t image_crc() override { return 0x12345678; }
    void restart() override { restarted = true; }

private:
    void erase(uint32_t address, uint32_t size, int &count);

    int busy_ = 0;
    QCryptographicHash hash_ { QCryptographicHash::Md5 };
};

} // namespace espseal::test
