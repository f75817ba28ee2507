// SPDX-License-Identifier: Apache-2.0
// Bytes of requests and answers as the ROM's own code and recorded traffic of other tools have them.
#include "core/loader/rom_frame.h"
#include "core/loader/slip.h"
#include "tests/present.h"

#include <QTest>

using namespace espseal::loader;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

Bytes bytes(const QByteArray &hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    return Bytes(raw.begin(), raw.end());
}

// The frame inside.
QByteArray content(const Request &request)
{
    SlipReader reader;
    reader.feed(request.frame);
    const std::optional<Bytes> frame = reader.next();
    return frame ? QByteArray(reinterpret_cast<const char *>(frame->data()), qsizetype(frame->size())).toHex() : "none"_ba;
}

} // namespace

class TestRomFrame : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requests_data()
    {
        QTest::addColumn<QByteArray>("got");
        QTest::addColumn<QByteArray>("wanted");
        const Bytes data { 0x01, 0x02, 0x04, 0x08 }; // EF ^ 0F = E0
        const std::array<RegisterWrite, 2> writes { { { 0x60000204, 0xFC000 }, { 0x60000200, 1u << 24, 0xFFFFFFFF, 20 } } };
        QTest::newRow("sync") << content(sync_request())
                              << "00082400000000000707122055555555555555555555555555555555555555555555555555555555555555555555555555555555"_ba.left(88);
        QTest::newRow("read register") << content(read_register_request(0x40001000)) << "000a04000000000000100040"_ba;
        QTest::newRow("write registers") << content(write_registers_request(writes))
                                         << "0009200000000000"
                                            "0402006000c00f00ffffffff00000000"
                                            "0002006000000001ffffffff14000000"_ba;
        QTest::newRow("no registers") << content(write_registers_request({})) << "0009000000000000"_ba;
        QTest::newRow("flash begin erases nothing") << content(flash_begin_request(4, 0x400, 0xFC000))
                                                    << "0002100000000000"
                                                       "00000000"
                                                       "04000000"
                                                       "00040000"
                                                       "00c00f00"_ba;
        QTest::newRow("flash data") << content(flash_data_request(data, 3))
                                    << "00031400e0000000"
                                       "04000000"
                                       "03000000"
                                       "0000000000000000"
                                       "01020408"_ba;
        QTest::newRow("flash parameters") << content(flash_parameters_request(0x1840EF, 0x1000000))
                                          << "000b180000000000"
                                             "ef401800"
                                             "00000001"
                                             "00000100"
                                             "00100000"
                                             "00010000"
                                             "ffff0000"_ba;
        QTest::newRow("memory begin") << content(mem_begin_request(0x10, 1, 0x1800, 0x40100000))
                                      << "0005100000000000"
                                         "10000000"
                                         "01000000"
                                         "00180000"
                                         "00001040"_ba;
        QTest::newRow("memory data") << content(mem_data_request(data, 0))
                                     << "00071400e0000000"
                                        "04000000"
                                        "00000000"
                                        "0000000000000000"
                                        "01020408"_ba;
        QTest::newRow("memory end") << content(mem_end_request(0x40100004))
                                    << "0006080000000000"
                                       "00000000"
                                       "04001040"_ba;
    }
    void requests()
    {
        QFETCH(QByteArray, got);
        QFETCH(QByteArray, wanted);
        QCOMPARE(got, wanted);
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<quint32>("value");
        QTest::newRow("sync") << "0108020007071220"
                                 "0000"_ba
                              << true << true << 0x20120707u;
        QTest::newRow("refused") << "0103020001000000"
                                    "0105"_ba
                                 << true << false << 1u;
        QTest::newRow("four status bytes of a later chip") << "010a0400831df000"
                                                              "00000000"_ba
                                                           << true << true << 0x00F01D83u;
        QTest::newRow("empty") << ""_ba << false << false << 0u;
        QTest::newRow("header only") << "010a020001020304"_ba << false << false << 0u;
        QTest::newRow("one status byte") << "010a010001020304"
                                            "00"_ba
                                         << false << false << 0u;
        QTest::newRow("truncated") << "010a0200010203"_ba << false << false << 0u;
        QTest::newRow("length says more") << "010affff01020304"
                                             "0000"_ba
                                          << false << false << 0u;
        QTest::newRow("longer than it says") << "010a020001020304"
                                                "000000"_ba
                                             << false << false << 0u;
        QTest::newRow("a request") << "000a020001020304"
                                      "0000"_ba
                                   << false << false << 0u;
        QTest::newRow("text") << QByteArray(" ets Jan  8 2013").toHex() << false << false << 0u;
        QTest::newRow("huge") << QByteArray(8192, '\x01').toHex() << false << false << 0u;
    }
    void answers()
    {
        QFETCH(QByteArray, frame);
        QFETCH(bool, valid);
        QFETCH(bool, ok);
        QFETCH(quint32, value);
        const std::optional<Answer> answer = parse_answer(bytes(frame));
        QCOMPARE(answer.has_value(), valid);
        if (!answer)
            return;
        QCOMPARE(answer->ok, ok);
        QCOMPARE(answer->value, value);
    }

    void every_cut_of_an_answer_is_refused()
    {
        const Bytes whole = bytes("010a0200010203040000");
        QVERIFY(parse_answer(whole));
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!parse_answer(std::span(whole).first(size)));
    }

    void our_own_sync_is_known_as_echo()
    {
        SlipReader reader;
        reader.feed(sync_request().frame);
        QVERIFY(is_echo(present(reader.next())));
        QVERIFY(!is_echo(bytes("01080200070712200000")));
    }
};

QTEST_APPLESS_MAIN(TestRomFrame)
#include "tst_rom_frame.moc"
