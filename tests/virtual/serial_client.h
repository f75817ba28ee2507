// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTcpSocket>

namespace espseal::test {

// A serial port over RFC 2217, just enough to drive the device by hand. Every call waits until the device has taken it in.
class SerialClient {
public:
    explicit SerialClient(quint16 port);

    void set_baud(quint32 baud);
    void set_dtr(bool on) { control(on ? 8 : 9); }
    void set_rts(bool on) { control(on ? 11 : 12); }
    void purge_input();
    void write(const QByteArray &data);
    // Waits until everything that the device had to say about what was written so far has come (fast line rate only).
    void settle();

    // Data from the device that nobody has taken yet.
    [[nodiscard]] QByteArray take();
    // Waits until the untaken data contains `text`; returns what came up to and with it. Fails the test if it never comes.
    QByteArray wait_for(const QByteArray &text);
    [[nodiscard]] bool connected() const { return socket_.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] bool wait_for_hangup();

    // One COM-PORT command; returns the body of its answer.
    QByteArray command(quint8 number, const QByteArray &body);
    [[nodiscard]] const QByteArray &negotiated() const { return negotiated_; }

private:
    void control(quint8 value);
    bool receive();
    void decode(quint8 byte);

    QTcpSocket socket_;
    QByteArray data_;
    QByteArray negotiated_; // IAC triples from the device, without IAC
    QByteArray answers_; // of one sub-negotiation at a time
    QList<QByteArray> commands_;
    enum { Data, Escape, Verb, Command, CommandEscape } state_ = Data;
};

} // namespace espseal::test
