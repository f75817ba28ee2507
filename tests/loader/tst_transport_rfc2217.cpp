// SPDX-License-Identifier: Apache-2.0
#include "tests/loader/tcp_server.h"

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Manner = espseal::test::TcpFarSide::Manner;

namespace {

Result<std::unique_ptr<Transport>> open(const test::TcpFarSide &server, const PortSettings &settings = {})
{
    return open_transport(u"rfc2217://127.0.0.1:%1"_s.arg(server.port()), settings, wait_for(2s));
}

} // namespace

class TestTransportRfc2217 : public test::TransportSuite {
    Q_OBJECT
protected:
    test::Connection connect() override
    {
        auto server = std::make_unique<test::TcpFarSide>(Manner::rfc2217);
        Result<std::unique_ptr<Transport>> transport = open(*server);
        if (!transport)
            QFAIL(qPrintable(transport.error().sentence()));
        return { std::move(server), *std::move(transport) };
    }
    bool has_lines() const override { return true; }

private Q_SLOTS:
    void requests_arrive_in_order()
    {
        test::TcpFarSide server(Manner::rfc2217);
        const Result<std::unique_ptr<Transport>> transport = open(server, { .baud = 460800, .lines = { .dtr = false, .rts = true } });
        QVERIFY(transport);
        QVERIFY((*transport)->set_lines({ .dtr = true, .rts = false }));
        QVERIFY((*transport)->set_baud(65535)); // two FF bytes
        const std::uint8_t mark = 'm';
        QVERIFY((*transport)->write(std::span(&mark, 1), wait_for(10s)));
        QCOMPARE(server.receive(1), "m"_ba);
        // Speed, 8N1, no flow control, lines; then what was asked.
        const QByteArrayList wanted { "0100070800", "0208", "0301", "0401", "0501", "0509", "050b", "0508", "050c", "010000ffff" };
        QCOMPARE(server.requests(), wanted);
    }

    void openings_that_fail_data()
    {
        QTest::addColumn<int>("manner");
        QTest::addColumn<QString>("code");
        QTest::newRow("refuses the option") << int(Manner::refuses_com_port) << u"not-rfc2217"_s;
        QTest::newRow("says nothing") << int(Manner::silent) << u"not-rfc2217"_s;
        QTest::newRow("hangs up at once") << int(Manner::hangs_up) << u"port-busy"_s;
    }
    void openings_that_fail()
    {
        QFETCH(int, manner);
        const test::TcpFarSide server { Manner(manner) };
        const Result<std::unique_ptr<Transport>> transport = open(server);
        QVERIFY(!transport);
        QTEST(transport.error().code, "code");
        QVERIFY(!transport.error().fix.isEmpty());
    }

    void a_server_that_acknowledges_nothing_is_good_enough()
    {
        test::TcpFarSide server(Manner::rfc2217_without_answers);
        const Result<std::unique_ptr<Transport>> transport = open(server);
        QVERIFY(transport);
        QVERIFY((*transport)->discard_input({}));
        QVERIFY((*transport)->discard_input({}));
        server.send("hello");
        const Result<Bytes> bytes = (*transport)->read(5, wait_for(10s));
        QVERIFY(bytes);
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())), "hello"_ba);
    }
};

QTEST_GUILESS_MAIN(TestTransportRfc2217)
#include "tst_transport_rfc2217.moc"
