// SPDX-License-Identifier: Apache-2.0
#include "tests/flasher/model_chip.h"

#include <algorithm>
#include <cstring>

namespace espseal::test {

bool ModelChip::receive(uint8_t &byte)
{
    if (to_chip.isEmpty())
        return false;
    byte = static_cast<uint8_t>(to_chip.front());
    to_chip.removeFirst();
    return true;
}

void ModelChip::set_divider(uint32_t divider)
{
    uart_divider = divider;
    dividers.append(divider);
}

bool ModelChip::flash_busy()
{
    if (busy_ == 0)
        return false;
    --busy_;
    return true;
}

void ModelChip::erase(uint32_t address, uint32_t size, int &count)
{
    accesses_while_busy += busy_ > 0 ? 1 : 0;
    ++count;
    const qsizetype start = address & ~(size - 1) & (flash_size - 1);
    std::fill_n(flash.begin() + start, size, '\xFF');
    busy_ = erase_polls;
}

void ModelChip::program(uint32_t address, const uint32_t *words, uint32_t size)
{
    accesses_while_busy += busy_ > 0 ? 1 : 0;
    ++programs;
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    std::memcpy(bytes.data(), words, size);
    for (qsizetype i = 0; i < bytes.size() && !stuck; ++i) {
        char &cell = flash[qsizetype((address + i) & (flash_size - 1))];
        cell = static_cast<char>(cell & bytes[i]);
    }
    busy_ = 1;
}

void ModelChip::read(uint32_t address, uint32_t *words, uint32_t size)
{
    accesses_while_busy += busy_ > 0 ? 1 : 0;
    std::memcpy(words, flash.constData() + (address & (flash_size - 1)), size);
}

void ModelChip::hash_add(const void *bytes, uint32_t size)
{
    hash_.addData(QByteArrayView(static_cast<const char *>(bytes), qsizetype(size)));
}

void ModelChip::hash_end(uint8_t *digest)
{
    const QByteArray result = hash_.result();
    std::ranges::copy(result, digest);
}

} // namespace espseal::test
