// SPDX-License-Identifier: Apache-2.0
#include "tests/flasher/conversation.h"

#include <zlib.h>

#include <array>

namespace espseal::test {

using namespace wire::flasher;

QByteArray encode(Kind kind, const QByteArray &body)
{
    QByteArray frame(1, static_cast<char>(kind));
    frame += body;
    const auto size = static_cast<uint32_t>(frame.size());
    frame.resize(frame.size() + 4);
    FrameSender sender;
    sender.start(reinterpret_cast<uint8_t *>(frame.data()), size);
    QByteArray encoded;
    while (!sender.idle())
        encoded.append(static_cast<char>(sender.next()));
    return encoded;
}

QList<Said> decode(const QByteArray &bytes)
{
    std::array<uint8_t, frame_max> memory {};
    FrameReceiver receiver(memory.data());
    QList<Said> said;
    for (const char byte : bytes) {
        if (receiver.push(static_cast<uint8_t>(byte)) != FrameReceiver::Event::frame)
            continue;
        const Frame frame = receiver.frame();
        said.append({ frame.kind, QByteArray(reinterpret_cast<const char *>(frame.body.data), qsizetype(frame.body.size)) });
    }
    return said;
}

QByteArray le16(quint32 value)
{
    QByteArray bytes;
    bytes.append(static_cast<char>(value)).append(static_cast<char>(value >> 8));
    return bytes;
}

QByteArray le32(quint32 value)
{
    return le16(value) + le16(value >> 16);
}

QByteArray deflated(const QByteArray &bytes, int level, int strategy)
{
    z_stream stream {};
    if (deflateInit2(&stream, level, Z_DEFLATED, -15, 9, strategy) != Z_OK)
        return {};
    QByteArray in = bytes;
    QByteArray out(qsizetype(deflateBound(&stream, uLong(in.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return result == Z_STREAM_END ? out : QByteArray();
}

QByteArray unit(quint32 sector, Erase erase, const QByteArray &content)
{
    return le16(sector) + QByteArray(1, static_cast<char>(erase)) + QByteArray(1, '\0') + content;
}

QByteArray digest_of(const QByteArray &salt, quint32 sector, const QByteArray &content)
{
    return QCryptographicHash::hash(salt + le32(sector) + content, QCryptographicHash::Md5);
}

QByteArray begin_frame(quint16 stream, qsizetype compressed, quint32 units)
{
    return encode(Kind::begin, le16(stream) + le32(quint32(compressed)) + le16(units));
}

QByteArray data_frame(quint16 stream, const QByteArray &compressed, qsizetype offset, qsizetype size, quint8 turn)
{
    return encode(Kind::data, le16(stream) + le32(quint32(offset)) + QByteArray(1, static_cast<char>(turn)) + compressed.mid(offset, size));
}

QByteArray stream_frames(quint16 stream, const QByteArray &compressed, quint32 units)
{
    QByteArray frames = begin_frame(stream, compressed.size(), units);
    for (qsizetype offset = 0; offset < compressed.size(); offset += qsizetype(data_max))
        frames += data_frame(stream, compressed, offset, qsizetype(data_max));
    return frames;
}

Conversation::Conversation()
    : memory_(std::make_unique<flasher::Flasher::Memory>())
    , program_(std::make_unique<flasher::Flasher>(chip, *memory_))
{
}

QList<Said> Conversation::tell(const QByteArray &bytes)
{
    chip.to_chip += bytes;
    chip.to_desktop.clear();
    // Rounds without work may be the flash's busy time.
    for (int idle = 0; idle < 2 * (chip.erase_polls + 2) && !program_->left();)
        idle = program_->step() ? 0 : idle + 1;
    return decode(chip.to_desktop);
}

State Conversation::state(const QList<Said> &said)
{
    State state;
    for (const Said &one : said) {
        if (one.kind == Kind::state)
            (void)State::read({ reinterpret_cast<const uint8_t *>(one.body.constData()), uint32_t(one.body.size()) }, state);
    }
    return state;
}

} // namespace espseal::test
