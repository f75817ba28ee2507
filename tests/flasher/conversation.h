// SPDX-License-Identifier: Apache-2.0
// The desktop's half of the flasher's protocol for tests, made here and not taken from the loader: frames to the chip, and what it answers.
#pragma once

#include "core/wire/flasher_frame.h"
#include "firmware/flasher/flasher.h"
#include "tests/flasher/model_chip.h"

#include <memory>

namespace espseal::test {

struct Said {
    wire::flasher::Kind kind {};
    QByteArray body;
};

[[nodiscard]] QByteArray encode(wire::flasher::Kind kind, const QByteArray &body);
// Frames in a stream of bytes; damaged ones are left out.
[[nodiscard]] QList<Said> decode(const QByteArray &bytes);
[[nodiscard]] QByteArray le16(quint32 value);
[[nodiscard]] QByteArray le32(quint32 value);
// Raw Deflate by zlib.
[[nodiscard]] QByteArray deflated(const QByteArray &bytes, int level = 9, int strategy = 0);
[[nodiscard]] QByteArray unit(quint32 sector, wire::flasher::Erase erase, const QByteArray &content);
[[nodiscard]] QByteArray digest_of(const QByteArray &salt, quint32 sector, const QByteArray &content);

// Frames of a whole stream, split as the protocol says.
[[nodiscard]] QByteArray begin_frame(quint16 stream, qsizetype compressed, quint32 units);
[[nodiscard]] QByteArray data_frame(quint16 stream, const QByteArray &compressed, qsizetype offset, qsizetype size, quint8 turn = 0);
[[nodiscard]] QByteArray stream_frames(quint16 stream, const QByteArray &compressed, quint32 units);

// A flasher on a model chip.
class Conversation {
public:
    Conversation();
    ModelChip chip;

    // Sends, lets the flasher work until it has nothing to do, and gives what it said.
    QList<Said> tell(const QByteArray &bytes);
    QList<Said> tell(wire::flasher::Kind kind, const QByteArray &body) { return tell(encode(kind, body)); }
    // The last state in what was said.
    [[nodiscard]] static wire::flasher::State state(const QList<Said> &said);
    [[nodiscard]] flasher::Flasher &program() { return *program_; }

private:
    std::unique_ptr<flasher::Flasher::Memory> memory_;
    std::unique_ptr<flasher::Flasher> program_;
};

} // namespace espseal::test
