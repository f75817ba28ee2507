// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/trace_frame.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

namespace wire_test {

// A size as a test's data column holds it.
constexpr qsizetype operator""_n(unsigned long long value)
{
    return static_cast<qsizetype>(value);
}

inline espseal::wire::ByteView view(const QByteArray &bytes)
{
    return { reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<uint32_t>(bytes.size()) };
}

inline QByteArray bytes(espseal::wire::ByteView view)
{
    return QByteArray(reinterpret_cast<const char *>(view.data), static_cast<qsizetype>(view.size));
}

// A copy of exactly the size that is asked for, so that AddressSanitizer sees every read behind its end.
inline QByteArray tight(QByteArrayView bytes)
{
    QByteArray copy = bytes.toByteArray();
    copy.squeeze();
    return copy;
}

inline QByteArray data_file(const QString &name)
{
    QFile file(qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

struct KeptFrame {
    uint8_t kind = 0;
    uint8_t seq = 0;
    QByteArray body;
    bool operator==(const KeptFrame &) const = default;
};

// Keeps what a decoder hands out.
class KeepingSink final : public espseal::wire::FrameSink {
public:
    void frame(const espseal::wire::Frame &frame) override { frames.append({ frame.kind, frame.seq, bytes(frame.body) }); }
    void text(espseal::wire::ByteView piece) override { text_bytes += bytes(piece); }
    void damaged(uint32_t count) override { damaged_bytes += count; }

    QList<KeptFrame> frames;
    QByteArray text_bytes;
    qsizetype damaged_bytes = 0;
};

inline QByteArray framed(const KeptFrame &frame, uint16_t schema = 0)
{
    QByteArray out(espseal::wire::frame_encoded_max, '\0');
    const uint32_t size = espseal::wire::encode_frame(
        frame.kind, frame.seq, schema, view(frame.body), { reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(out.size()) });
    return out.first(size);
}

inline QByteArray lined(const KeptFrame &frame, uint16_t schema = 0)
{
    QByteArray out(espseal::wire::frame_line_max, '\0');
    const uint32_t size = espseal::wire::encode_frame_line(
        frame.kind, frame.seq, schema, view(frame.body), { reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(out.size()) });
    return out.first(size);
}

inline uint16_t no_schema(uint8_t)
{
    return 0;
}

} // namespace wire_test
