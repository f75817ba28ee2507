// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/serial_client.h"

#include <QTest>

namespace espseal::test {
namespace {

constexpr int patience = 20'000; // ms
constexpr quint8 iac = 0xFF, sb = 0xFA, se = 0xF0, will = 0xFB, do_it = 0xFD, com_port = 44;

QByteArray escaped(QByteArray bytes)
{
    return bytes.replace("\xFF", "\xFF\xFF");
}

QByteArray bytes_of(std::initializer_list<quint8> values)
{
    return { reinterpret_cast<const char *>(values.begin()), qsizetype(values.size()) };
}

} // namespace

SerialClient::SerialClient(quint16 port)
{
    socket_.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QVERIFY(socket_.waitForConnected(patience));
    socket_.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket_.write(bytes_of({ iac, will, com_port, iac, do_it, com_port }));
    set_baud(115200);
}

void SerialClient::set_baud(quint32 baud)
{
    const QByteArray value = bytes_of({ quint8(baud >> 24), quint8(baud >> 16), quint8(baud >> 8), quint8(baud) });
    const QByteArray answer = command(1, value);
    if (baud != 0)
        QCOMPARE(answer, value);
}

void SerialClient::control(quint8 value)
{
    QCOMPARE(command(5, bytes_of({ value })), bytes_of({ value }));
}

void SerialClient::purge_input()
{
    data_.clear();
    command(12, bytes_of({ 1 }));
    data_.clear();
}

void SerialClient::settle()
{
    set_baud(0); // a question, whose answer comes after the data before it
}

QByteArray SerialClient::command(quint8 number, const QByteArray &body)
{
    socket_.write(bytes_of({ iac, sb, com_port, number }) + escaped(body) + bytes_of({ iac, se }));
    while (true) {
        for (qsizetype i = 0; i < commands_.size(); ++i) {
            if (quint8(commands_[i][1]) == number + 100)
                return commands_.takeAt(i).mid(2);
        }
        if (!receive())
            QFAIL("no answer to an RFC 2217 command");
    }
}

void SerialClient::write(const QByteArray &data)
{
    socket_.write(escaped(data));
    socket_.flush();
}

QByteArray SerialClient::take()
{
    return std::exchange(data_, {});
}

QByteArray SerialClient::wait_for(const QByteArray &text)
{
    while (!data_.contains(text)) {
        if (!receive())
            QFAIL(("never came: " + text + "; came: " + data_.toPercentEncoding(" \n:,.()=[]!")).constData());
    }
    const qsizetype end = data_.indexOf(text) + text.size();
    const QByteArray found = data_.first(end);
    data_.remove(0, end);
    return found;
}

bool SerialClient::wait_for_hangup()
{
    return socket_.state() == QAbstractSocket::UnconnectedState || socket_.waitForDisconnected(patience);
}

bool SerialClient::receive()
{
    if (socket_.bytesAvailable() == 0 && !socket_.waitForReadyRead(patience))
        return false;
    const QByteArray raw = socket_.readAll();
    for (const char byte : raw)
        decode(quint8(byte));
    return true;
}

void SerialClient::decode(quint8 byte)
{
    switch (state_) {
    case Data:
        if (byte == iac)
            state_ = Escape;
        else
            data_.append(char(byte));
        break;
    case Escape:
        if (byte == iac)
            data_.append(char(byte));
        else if (byte != sb)
            negotiated_.append(char(byte));
        state_ = byte == iac ? Data : byte == sb ? Command : Verb;
        break;
    case Verb:
        negotiated_.append(char(byte));
        state_ = Data;
        break;
    case Command:
        if (byte == iac)
            state_ = CommandEscape;
        else
            answers_.append(char(byte));
        break;
    case CommandEscape:
        if (byte == se)
            commands_.append(std::exchange(answers_, {}));
        else
            answers_.append(char(byte));
        state_ = byte == se ? Data : Command;
        break;
    }
}

} // namespace espseal::test
