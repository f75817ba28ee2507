// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/rom_client.h"

#include <QtEndian>

namespace espseal::test {
namespace {

QByteArray unslip(QByteArray frame)
{
    return frame.replace("\xDB\xDC", "\xC0").replace("\xDB\xDD", "\xDB");
}

Answer parse(const QByteArray &frame)
{
    QByteArray whole = frame.leftJustified(10, '\0');
    const qsizetype end = whole.size();
    return { quint8(whole[1]), qFromLittleEndian<quint32>(whole.constData() + 4), whole.mid(8, end - 10), quint8(whole[end - 2]), quint8(whole[end - 1]) };
}

} // namespace

QByteArray words(std::initializer_list<quint32> values)
{
    QByteArray out;
    for (const quint32 value : values) {
        const quint32 little = qToLittleEndian(value);
        out.append(reinterpret_cast<const char *>(&little), 4);
    }
    return out;
}

quint8 xor_checksum(const QByteArray &data)
{
    quint8 sum = 0xEF;
    for (const char byte : data)
        sum ^= quint8(byte);
    return sum;
}

QByteArray slip(const QByteArray &frame)
{
    QByteArray body = frame;
    return '\xC0' + body.replace("\xDB", "\xDB\xDD").replace("\xC0", "\xDB\xDC") + '\xC0';
}

QByteArray request_frame(quint8 op, const QByteArray &payload, quint32 checksum)
{
    QByteArray header(4, '\0');
    header[1] = char(op);
    qToLittleEndian(quint16(payload.size()), header.data() + 2);
    return slip(header + words({ checksum }) + payload);
}

QByteArray sync_frame()
{
    return request_frame(0x08, QByteArray("\x07\x07\x12\x20", 4) + QByteArray(32, '\x55'));
}

QByteArray data_payload(const QByteArray &data, quint32 sequence)
{
    return words({ quint32(data.size()), sequence, 0, 0 }) + data;
}

void RomClient::reset_into_loader()
{
    serial.set_dtr(false);
    serial.set_rts(true);
    serial.set_dtr(true);
    serial.set_rts(false);
    serial.purge_input();
    input_.clear();
}

void RomClient::reset_into_application()
{
    serial.set_dtr(false);
    serial.set_rts(true);
    serial.set_rts(false);
    input_.clear();
}

void RomClient::enter_loader()
{
    reset_into_loader();
    sync();
    serial.set_dtr(false);
}

void RomClient::sync()
{
    serial.write(sync_frame()); // its bytes are used up by the speed measurement
    serial.write(sync_frame());
    for (int i = 0; i < 8; ++i)
        QCOMPARE(answer().op, 0x08);
}

Answer RomClient::request(quint8 op, const QByteArray &payload, quint32 checksum)
{
    serial.write(request_frame(op, payload, checksum));
    return answer();
}

Answer RomClient::data(quint8 op, const QByteArray &bytes, quint32 sequence)
{
    return request(op, data_payload(bytes, sequence), xor_checksum(bytes));
}

void RomClient::write_registers(std::initializer_list<std::pair<quint32, quint32>> writes)
{
    QByteArray payload;
    for (const auto &[address, value] : writes)
        payload += words({ address, value, 0xFFFFFFFF, 0 });
    QCOMPARE(request(0x09, payload).status, 0);
}

std::optional<QByteArray> RomClient::take_frame()
{
    qsizetype start = input_.indexOf('\xC0');
    while (start >= 0 && start + 1 < input_.size() && input_[start + 1] == '\xC0')
        ++start; // the end of one frame whose start was lost, then the start of the next
    const qsizetype end = start < 0 ? -1 : input_.indexOf('\xC0', start + 1);
    if (end < 0)
        return std::nullopt;
    const QByteArray found = input_.mid(start + 1, end - start - 1);
    input_.remove(0, end); // the delimiter may be the start of the next, if that one's was lost
    return unslip(found);
}

QByteArray RomClient::frame()
{
    input_ += serial.take();
    while (true) {
        if (auto found = take_frame())
            return *found;
        input_ += serial.wait_for("\xC0");
    }
}

Answer RomClient::answer()
{
    return parse(frame());
}

QList<QByteArray> RomClient::frames_now()
{
    serial.settle();
    input_ += serial.take();
    QList<QByteArray> frames;
    while (auto found = take_frame())
        frames.append(*found);
    return frames;
}

} // namespace espseal::test
