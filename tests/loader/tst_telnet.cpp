// SPDX-License-Identifier: Apache-2.0
#include "core/loader/telnet.h"

#include <QTest>

using namespace espseal::loader;
using namespace Qt::StringLiterals;

namespace {

Bytes bytes(const QByteArray &hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    return Bytes(raw.begin(), raw.end());
}

QByteArray hex(const Bytes &data)
{
    return QByteArray(reinterpret_cast<const char *>(data.data()), qsizetype(data.size())).toHex();
}

// "will 2c" or "sub 2c 65..."
QByteArray describe(const std::vector<TelnetEvent> &events)
{
    QByteArrayList words;
    for (const TelnetEvent &event : events) {
        const QByteArray option = QByteArray::number(event.option, 16).rightJustified(2, '0');
        if (event.verb)
            words << QByteArray::number(int(*event.verb), 16) + ' ' + option;
        else
            words << "sub " + option + ' ' + hex(event.body);
    }
    return words.join(", ");
}

} // namespace

class TestTelnet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("events");
        QTest::newRow("plain") << "010203"_ba << "010203"_ba << ""_ba;
        QTest::newRow("doubled ff") << "01ffff02"_ba << "01ff02"_ba << ""_ba;
        QTest::newRow("negotiation") << "01fffb2c02"_ba << "0102"_ba << "fb 2c"_ba;
        QTest::newRow("sub-negotiation") << "fffa2c650001c200fff0aa"_ba << "aa"_ba << "sub 2c 650001c200"_ba;
        QTest::newRow("ff inside") << "fffa2c6500ffff00fff0"_ba << ""_ba << "sub 2c 6500ff00"_ba;
        QTest::newRow("no operation") << "01fff102"_ba << "0102"_ba << ""_ba;
        QTest::newRow("empty sub-negotiation") << "fffafff001"_ba << "01"_ba << ""_ba;
    }
    void reads()
    {
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, events);
        for (const bool trickle : { false, true }) {
            TelnetReader reader;
            Bytes got;
            std::vector<TelnetEvent> happened;
            if (trickle) {
                for (const std::uint8_t byte : bytes(wire))
                    reader.feed(std::span(&byte, 1), got, happened);
            } else {
                reader.feed(bytes(wire), got, happened);
            }
            QCOMPARE(hex(got), data);
            QCOMPARE(describe(happened), events);
        }
    }

    void an_endless_sub_negotiation_is_dropped()
    {
        TelnetReader reader;
        Bytes data;
        std::vector<TelnetEvent> events;
        reader.feed(bytes("fffa2c"), data, events);
        reader.feed(Bytes(1u << 20, 0x41), data, events);
        reader.feed(bytes("fff007"), data, events);
        QCOMPARE(hex(data), "07"_ba);
        QVERIFY(events.empty());
    }

    void writes()
    {
        QCOMPARE(hex(telnet_data(bytes("01ff02"))), "01ffff02"_ba);
        QCOMPARE(hex(telnet_negotiation(TelnetVerb::will, telnet_option::com_port)), "fffb2c"_ba);
        QCOMPARE(hex(com_port_request(1, bytes("0000ff00"))), "fffa2c010000ffff00fff0"_ba);
    }
};

QTEST_APPLESS_MAIN(TestTelnet)
#include "tst_telnet.moc"
