// SPDX-License-Identifier: Apache-2.0
#include "core/wire/flasher.h"

#include "core/wire/crc.h"
#include "core/wire/flasher_image.h"

namespace espseal::wire::flasher {

void Greeting::write(uint8_t *body) const
{
    body[0] = version;
    put32(body + 1, flash_id);
    put32(body + 5, room);
    put32(body + 9, image);
}

bool Greeting::read(ByteView body, Greeting &greeting)
{
    // A later version may say more behind this.
    if (body.size < size)
        return false;
    greeting = { body.data[0], get32(body.data + 1), get32(body.data + 5), get32(body.data + 9) };
    return true;
}

void State::write(uint8_t *body) const
{
    put16(body, stream);
    put32(body + 2, received);
    put32(body + 6, consumed);
    put16(body + 10, units);
    body[12] = static_cast<uint8_t>(phase);
    body[13] = static_cast<uint8_t>(problem);
    body[14] = gap ? 1 : 0;
    body[15] = turn;
}

bool State::read(ByteView body, State &state)
{
    if (body.size < size || body.data[12] > static_cast<uint8_t>(Phase::failed) || body.data[13] > static_cast<uint8_t>(Problem::unit))
        return false;
    state.stream = get16(body.data);
    state.received = get32(body.data + 2);
    state.consumed = get32(body.data + 6);
    state.units = get16(body.data + 10);
    state.phase = static_cast<Phase>(body.data[12]);
    state.problem = static_cast<Problem>(body.data[13]);
    state.gap = body.data[14] != 0;
    state.turn = body.data[15];
    return true;
}

uint32_t image_crc(const Image &image)
{
    return crc32(image.data.bytes, crc32(image.text.bytes));
}

} // namespace espseal::wire::flasher
