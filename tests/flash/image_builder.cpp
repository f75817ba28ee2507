// SPDX-License-Identifier: Apache-2.0
#include "tests/flash/image_builder.h"

#include <QtEndian>

#include <zlib.h>

#include <cstdlib>

namespace espseal::flash::test {

namespace {

void append_word(QByteArray &out, quint32 word)
{
    char bytes[4];
    qToLittleEndian(word, bytes);
    out.append(bytes, sizeof bytes);
}

void append_ram_part(QByteArray &out, const ImageParts &parts)
{
    out.append('\xE9').append(char(parts.segments.size())).append(char(parts.mode)).append(char(parts.flash));
    append_word(out, parts.entry);
    quint8 checksum = 0xEF;
    for (const RamSegment &segment : parts.segments) {
        append_word(out, segment.address);
        append_word(out, quint32(segment.data.size()));
        out.append(segment.data);
        for (const char byte : segment.data)
            checksum = quint8(checksum ^ quint8(byte));
    }
    while (out.size() % 16 != 15)
        out.append('\0');
    out.append(char(checksum));
}

// As the Python 2 tool computes it: on a signed CRC.
void append_crc(QByteArray &out)
{
    const auto crc = static_cast<qint32>(crc32(0, reinterpret_cast<const Bytef *>(out.constData()), uInt(out.size())));
    append_word(out, quint32(crc < 0 ? std::llabs(qint64(crc)) - 1 : qint64(crc) + 1));
}

} // namespace

QByteArray plain_image(const ImageParts &parts)
{
    QByteArray out;
    append_ram_part(out, parts);
    return out;
}

QByteArray fota_image(int program, int irom, const ImageParts &parts)
{
    QByteArray out;
    out.append('\xEA').append('\x04').append('\0').append(char(program));
    append_word(out, parts.entry);
    append_word(out, 0);
    append_word(out, quint32(irom));
    out.append(QByteArray(irom, 'i'));
    append_ram_part(out, parts);
    append_crc(out);
    return out;
}

QByteArray old_image(int program, int irom)
{
    ImageParts parts;
    parts.mode = 0;
    parts.flash = quint8(program);
    QByteArray out = plain_image(parts);
    out.append(QByteArray(0x10000 - out.size(), '\xFF'));
    out.append(QByteArray(irom, 'i'));
    append_crc(out);
    return out;
}

} // namespace espseal::flash::test
