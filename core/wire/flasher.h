// SPDX-License-Identifier: Apache-2.0
// What the desktop and the flasher say to each other: the program of ours that the desktop loads into an ESP8266's RAM to work on its flash.
//
// Frames (flasher_frame.h) carry a kind and a body of little-endian fields. The desktop leads. Everything it asks may be asked again: a frame that
// was lost or damaged costs its repetition and nothing else, and an answer that was lost is made again.
//
//   desktop -> flasher
//     hello    salt (16)                                         ends whatever runs; answered by `greeting`
//     digests  tag (2), first sector (2), sectors (2)            answered by `digest` frames for these sectors in order
//     read     tag (2), start (4), end (4)                       answered by `bytes` up to `end`; repeated with the same tag and a later `end` it is the
//                                                                permission to go on. start and end are multiples of 4
//     begin    stream (2), compressed bytes (4), units (2)       answered by `state`; a stream id that is known already changes nothing
//     data     stream (2), offset (4), turn (1), bytes (0..1024) answered by `state`; taken only at the offset that is due, so that none counts twice
//     speed    divider (4)                                       answered by `speed` at the old speed; without a frame at the new one within half a
//                                                                second the flasher goes back to the old one
//     leave    nothing                                           answered by `bye`; the chip then restarts in software, which by its boot mode is the
//                                                                mask ROM's loader again. The ROM's own SYNC request does the same, without an answer
//   flasher -> desktop
//     greeting version (1), flash id (4), room (4), image (4)    `room`: bytes of data it keeps unprocessed; `image`: CRC-32 of the program in RAM
//     digest   tag (2), first sector (2), 16 bytes a sector
//     bytes    tag (2), address (4), bytes (1..1024)
//     state    stream (2), received (4), consumed (4), units (2), phase (1), problem (1), gap (1), turn (1)
//              `data` may be sent up to consumed + room. `gap`: the last `data` frame, of that `turn`, came ahead of what is due
//     speed    divider (4)
//     bye      nothing
//
// A stream is raw Deflate (RFC 1951, 32 KB window) over units of 4100 bytes: sector (2), erase (1), 0 (1), content (4096). The flasher erases as told,
// programs what is not 0xFF, reads the sector back and reports its digest with the stream's id as tag.
//
// A digest is MD5 over salt, sector number (4) and the sector's content as the flash holds it. MD5 because the mask ROM has it: it costs no RAM, no upload,
// and about a tenth of the time of SHA-256 in software. Its collisions are made for a chaining value that is known beforehand; the salt is 16 random bytes of
// the session, drawn after every file was made, so that none of them fits, and for a fixed length a salt in front is a sound key.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire::flasher {

inline constexpr uint8_t version = 1;
inline constexpr uint32_t sector_size = 4096;
inline constexpr uint32_t salt_size = 16;
inline constexpr uint32_t digest_size = 16;
inline constexpr uint32_t data_max = 1024; // bytes in a `data` or `bytes` frame
inline constexpr uint32_t digests_max = 16; // in a `digest` frame
inline constexpr uint32_t body_max = data_max + 16;
inline constexpr uint32_t unit_header = 4;
inline constexpr uint32_t unit_size = unit_header + sector_size;

enum class Kind : uint8_t {
    hello = 0x41,
    digests,
    read,
    begin,
    data,
    speed,
    leave,
    greeting = 0x61,
    digest,
    bytes,
    state,
    speed_set,
    bye,
};

// What a unit wants erased before it is programmed.
enum class Erase : uint8_t {
    none, // it is blank already, or a block that was erased for an earlier unit
    sector,
    block, // the 64 KB that the sector lies in
};

enum class Phase : uint8_t { idle, running, done, failed };

enum class Problem : uint8_t {
    none,
    stream, // is no Deflate
    unit, // a header with nonsense
};

constexpr void put16(uint8_t *at, uint32_t value)
{
    at[0] = static_cast<uint8_t>(value);
    at[1] = static_cast<uint8_t>(value >> 8);
}

constexpr void put32(uint8_t *at, uint32_t value)
{
    put16(at, value & 0xFFFF);
    put16(at + 2, value >> 16);
}

[[nodiscard]] constexpr uint16_t get16(const uint8_t *at)
{
    return static_cast<uint16_t>(at[0] | at[1] << 8);
}

[[nodiscard]] constexpr uint32_t get32(const uint8_t *at)
{
    return get16(at) | static_cast<uint32_t>(get16(at + 2)) << 16;
}

struct Greeting {
    static constexpr uint32_t size = 13;
    uint8_t version = 0;
    uint32_t flash_id = 0; // JEDEC, manufacturer in the low byte
    uint32_t room = 0;
    uint32_t image = 0;

    void write(uint8_t *body) const;
    [[nodiscard]] static bool read(ByteView body, Greeting &greeting);
};

struct State {
    static constexpr uint32_t size = 16;
    uint16_t stream = 0;
    uint32_t received = 0;
    uint32_t consumed = 0;
    uint16_t units = 0; // finished
    Phase phase = Phase::idle;
    Problem problem = Problem::none;
    bool gap = false;
    uint8_t turn = 0;

    void write(uint8_t *body) const;
    [[nodiscard]] static bool read(ByteView body, State &state);
};

} // namespace espseal::wire::flasher
