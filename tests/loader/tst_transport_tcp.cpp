// SPDX-License-Identifier: Apache-2.0
#include "tests/loader/tcp_server.h"

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTransportTcp : public test::TransportSuite {
    Q_OBJECT
protected:
    test::Connection connect() override
    {
        auto server = std::make_unique<test::TcpFarSide>(test::TcpFarSide::Manner::plain);
        Result<std::unique_ptr<Transport>> transport = open_transport(u"socket://127.0.0.1:%1"_s.arg(server->port()), {}, wait_for(10s));
        if (!transport)
            QFAIL(qPrintable(transport.error().sentence()));
        return { std::move(server), *std::move(transport) };
    }

private Q_SLOTS:
    void nobody_listens()
    {
        quint16 port = 0;
        {
            const test::TcpFarSide server(test::TcpFarSide::Manner::plain);
            port = server.port();
        }
        const Result<std::unique_ptr<Transport>> transport = open_transport(u"socket://127.0.0.1:%1"_s.arg(port), {}, wait_for(10s));
        QVERIFY(!transport);
        QCOMPARE(transport.error().code, u"port-refused"_s);
    }
};

QTEST_GUILESS_MAIN(TestTransportTcp)
#include "tst_transport_tcp.moc"
