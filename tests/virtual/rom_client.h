// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/virtual/serial_client.h"

#include <QTest>
#include <optional>

namespace espseal::test {

struct Answer {
    quint8 op;
    quint32 value;
    QByteArray data;
    quint8 status;
    quint8 error;
};

// Little-endian words.
[[nodiscard]] QByteArray words(std::initializer_list<quint32> values);
[[nodiscard]] quint8 xor_checksum(const QByteArray &data);
[[nodiscard]] QByteArray slip(const QByteArray &frame);
[[nodiscard]] QByteArray request_frame(quint8 op, const QByteArray &payload, quint32 checksum = 0);
[[nodiscard]] QByteArray sync_frame();
// Payload of FLASH_DATA and its like.
[[nodiscard]] QByteArray data_payload(const QByteArray &data, quint32 sequence);

// The loader protocol, spoken by hand over a serial client.
class RomClient {
public:
    explicit RomClient(quint16 port)
        : serial(port)
    {
    }

    // Reset with GPIO0 held low, as the classic sequence does it; then SYNC until it is answered.
    void enter_loader();
    void reset_into_loader();
    void reset_into_application();
    void sync();

    // Sends one request and waits for the first answer to it.
    Answer request(quint8 op, const QByteArray &payload = {}, quint32 checksum = 0);
    Answer data(quint8 op, const QByteArray &bytes, quint32 sequence);
    [[nodiscard]] quint32 read_register(quint32 address) { return request(0x0A, words({ address })).value; }
    void write_registers(std::initializer_list<std::pair<quint32, quint32>> writes);
    // FLASH_BEGIN with nothing to erase, which connects and unlocks the flash.
    void attach() { QCOMPARE(request(0x02, words({ 0, 0, 0x400, 0 })).status, 0); }

    // Waits for the next frame; fails the test if none comes.
    QByteArray frame();
    Answer answer();
    // Frames that are there already, after everything sent was dealt with (fast line rate only).
    [[nodiscard]] QList<QByteArray> frames_now();

    SerialClient serial;

private:
    [[nodiscard]] std::optional<QByteArray> take_frame();

    QByteArray input_;
};

} // namespace espseal::test
